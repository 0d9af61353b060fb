// A house that breaks each rule in each way the checks must see.
namespace Sample.Broken
{
    internal static class Start
    {
        public static string Build() => Customers.CustomerNames.First();
    }
}

namespace Sample.Broken.Kernel
{
    internal sealed record Event(Customers.Customer Of);
}

namespace Sample.Broken.Data
{
    internal static class Store
    {
        public static string Open() => "";
    }
}

namespace Sample.Broken.Web
{
    internal sealed record Menu(Customers.Contracts.CustomerId Of);
}

namespace Sample.Broken.CommandLine
{
    internal static class Show
    {
        public static string Run() => Data.Store.Open();
    }
}

namespace Sample.Broken.Customers.Contracts
{
    internal readonly record struct CustomerId(long Value);
}

namespace Sample.Broken.Customers
{
    internal abstract class Customer
    {
        public static Customer? Current => null;

        public abstract string Name { get; }

        internal sealed class Address;
    }

    internal sealed class CustomerLost : Exception;

    internal static class CustomerNames
    {
        public static string First() => Customer.Current?.Name ?? "";

        public static int Count<T>() => typeof(T).Name.Length;
    }

    [AttributeUsage(AttributeTargets.All)]
    internal sealed class AboutAttribute : Attribute;
}

namespace Sample.Broken.Orders
{
    using Sample.Broken.Customers;

    [AttributeUsage(AttributeTargets.Class)]
    internal sealed class BecauseAttribute(params Type[] types) : Attribute
    {
        public Type? Main { get; set; }

        public int Count => types.Length;
    }

    internal abstract class ByBase : Customer;

    internal sealed class ByTypeConstraint<T> where T : Customer;

    internal static class ByMethodConstraint
    {
        public static string Of<T>() where T : Customer => typeof(T).Name;
    }

    [Because(typeof(Customer))] internal sealed class ByAttributeArgument;

    [Because(Main = typeof(IList<Customer>))] internal sealed class ByNamedAttributeArgument;

    internal static class ByParameterAttribute
    {
        public static int Of([About] int number) => number;
    }

    internal sealed class ByField
    {
        public readonly Customer[] Of = [];
    }

    internal sealed record ByNestedType(Customer.Address Of);

    internal static class ByGenericArgument
    {
        public static int Of() => CustomerNames.Count<int>() + new List<Customer>().Count;
    }

    internal static class ByTypeOf
    {
        public static string Of() => typeof(Customer).Name;
    }

    internal static class ByCatch
    {
        public static int Of(string number)
        {
            try { return number.Length; }
            catch (CustomerLost) { return 0; }
        }
    }

    internal static class ByClosure
    {
        public static Func<string> Of(string prefix) => () => prefix + Customer.Current?.Name;
    }

    internal static class ByLocalFunction
    {
        public static string Of(string prefix)
        {
            return Inner();
            string Inner() => prefix + CustomerNames.First();
        }
    }

    internal static class ByAsyncMethod
    {
        public static async Task<string> Of()
        {
            await Task.Yield();
            return CustomerNames.First();
        }
    }

    internal static class ByIterator
    {
        public static IEnumerable<string> Of()
        {
            yield return CustomerNames.First();
        }
    }

    internal static class ByTheRoot
    {
        public static string Of() => Start.Build();
    }
}

namespace Sample.Broken.Shapes
{
#pragma warning disable CA1852 // Open on purpose: the check is shown what it has to find.
    internal class NotSealed;

    internal record RecordNotSealed;
#pragma warning restore CA1852

    public sealed class PublicService;

    public interface IPublicService;

    public sealed record NeverBound(int Number);
}

namespace Sample.Broken.Clocks
{
    internal static class Today
    {
        public static DateTimeOffset Of() => TimeProvider.System.GetUtcNow();
    }
}
