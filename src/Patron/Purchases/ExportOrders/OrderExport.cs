using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Patron.Catalog.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Purchases.ExportOrders;

/// <summary>A row for each order line, by customer; of a list's customers, or of everybody, anonymous buyers included.</summary>
internal sealed class OrderExport(IDbContextFactory<PatronDb> contexts, IFindsListed listed, IProducts products) : IExport
{
    private const int CustomersAtOnce = 1_000;
    private static readonly string[] Headings = ["order", "line", "customer", "at", "product", "name", "quantity", "price", "discount", "amount", "currency", "country", "channel"];

    private sealed record Row(CustomerId Customer, string Number, string? LineKey, DateTimeOffset At, ProductId Product, long Quantity, long Price, long Discount, long Amount, string Currency, string? Country, string? Channel);

    public string Kind => "orders";

    public async Task Write(TextWriter output, string? what, UserId? user, Sentences sentences, CancellationToken ct)
    {
        var buffer = new StringBuilder();
        CsvLines.Write(buffer, Headings);
        var anonymous = string.IsNullOrWhiteSpace(what);
        foreach (var some in (await listed.Ids(what, anonymous, user, sentences, ct)).Chunk(CustomersAtOnce))
        {
            var rows = await Rows([.. some.Select(c => c.Id)], ct);
            var known = await products.Find([.. rows.Select(r => r.Product).Distinct()], ct);
            var nobody = some.Where(c => c.Anonymous).Select(c => c.Id).ToHashSet();
            foreach (var row in rows) Write(buffer, row, nobody.Contains(row.Customer), known);
            await output.WriteAsync(buffer, ct);
            buffer.Clear();
        }
        await output.WriteAsync(buffer, ct);
        await output.FlushAsync(ct);
    }

    private async Task<List<Row>> Rows(CustomerId[] customers, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await (from l in db.OrderLines.AsNoTracking()
                      where customers.Contains(l.CustomerId)
                      join o in db.Orders on new { l.CustomerId, Id = l.OrderId } equals new { o.CustomerId, o.Id }
                      orderby l.CustomerId, o.At, o.Id, l.Id
                      select new Row(l.CustomerId, o.Number, l.Line, l.At, l.ProductId, l.Quantity, l.Price, l.Discount, l.Amount, o.Currency, o.Country, o.Channel)).ToListAsync(ct);
    }

    private static void Write(StringBuilder buffer, Row row, bool anonymous, IReadOnlyDictionary<ProductId, ProductInfo> products)
    {
        var product = products.GetValueOrDefault(row.Product);
        CsvLines.Write(buffer, row.Number, row.LineKey, anonymous ? null : row.Customer.ToString(), row.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
            product?.Code, product?.Name, Units(row.Quantity), Units(row.Price), row.Discount == 0 ? null : Units(row.Discount), Units(row.Amount), row.Currency, row.Country, row.Channel);
    }

    private static string Units(long micros) => Micros.ToUnits(micros).ToString("0.######", CultureInfo.InvariantCulture);
}
