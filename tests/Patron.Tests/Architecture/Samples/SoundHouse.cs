// A house as it should be: nothing is found in it.
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;

namespace Sample.Sound
{
    internal static class Start
    {
        public static void Build(IEndpointRouteBuilder routes) => Orders.OrdersModule.Map(routes, TimeProvider.System);
    }
}

namespace Sample.Sound.Kernel
{
    public readonly record struct Amount(long Micros);
}

namespace Sample.Sound.Data
{
    internal sealed class Store
    {
        public static Kernel.Amount Read() => new(1);
    }
}

namespace Sample.Sound.Web
{
    public class Layout : ComponentBase;
}

namespace Sample.Sound.Customers.Contracts
{
    public interface ICustomers
    {
        string NameOf(long id);
    }
}

namespace Sample.Sound.Orders
{
    public sealed record PlaceOrder(OrderedItem[] Items);

    public sealed record OrderedItem(Kernel.Amount Amount);

    public sealed record OrderPlaced(long Number);

    public sealed record OrderRow(string Name);

    public class OrdersPage : ComponentBase
    {
        [Parameter] public IReadOnlyList<OrderRow> Rows { get; set; } = [];
    }

    internal static class OrdersModule
    {
        public static void Map(IEndpointRouteBuilder routes, TimeProvider time) =>
            routes.MapPost("/orders", (PlaceOrder request) => Task.FromResult(new OrderPlaced(request.Items.Length + time.GetUtcNow().Day)));
    }

    internal sealed class Ledger(Customers.Contracts.ICustomers customers)
    {
        public string Owner(long id) => customers.NameOf(id);

        public static Kernel.Amount Total() => Data.Store.Read();
    }
}

namespace Sample.Sound.CommandLine
{
    internal sealed class ShowCustomer(Customers.Contracts.ICustomers customers)
    {
        public string Run() => customers.NameOf(1);
    }
}
