using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Catalog.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Sales.Contracts;

namespace Patron.Sales.ShowDeals;

/// <summary>The deals of a list, or all, with headings that are the import's fields. The customer is named by our own id, and not at all where nobody is known.</summary>
internal sealed class DealExport(IDbContextFactory<PatronDb> contexts, DealReads reads, ICustomerReads customers, IProducts products, IUserNames users, TimeProvider clock) : IExport
{
    private const int AtOnce = 2_000;
    private static readonly string[] Headings = ["id", "customer", "name", "stage", "pipeline", "amount", "currency", "opened", "closed", "expected", "owner", "product", "competitors", "next_step"];

    public string Kind => "opportunities";

    public async Task Write(TextWriter output, string? what, UserId? user, Sentences sentences, CancellationToken ct)
    {
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(what);
        var address = ListAddress.Of(query, name => query.TryGetValue(name, out var value) ? value.ToString() : name == ListAddress.StateOf && string.IsNullOrEmpty(what) ? ListAddress.Everything : null);
        var buffer = new StringBuilder();
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var own = await RowFields.Read(session.Db, RowSubject.Deal, ct);
        CsvLines.Write(buffer, [.. Headings, .. own.All.Select(f => f.Key)]);
        var pipelines = await Pipelines.Read(session.Db, ct);
        foreach (var keys in (await Keys(session, address, user, own, ct)).Chunk(AtOnce))
        {
            var deals = (await DealStore.Read(session, keys, ct)).OrderBy(d => d.Id).ToList();
            var cards = await customers.Find([.. deals.Select(d => new CustomerId(d.Customer)).Distinct()], ct);
            var sold = await products.Find([.. deals.Select(d => d.Facts.Product).OfType<long>().Distinct().Select(p => new ProductId(p))], ct);
            var owners = await users.Of([.. deals.Select(d => d.Facts.Owner).OfType<long>().Distinct().Select(o => new UserId(o))], ct);
            foreach (var deal in deals)
            {
                var f = deal.Facts;
                var stage = pipelines.Stage(f.Stage);
                var values = RowValues.Read(f.Custom);
                CsvLines.Write(buffer, [deal.Number ?? new OpportunityId(deal.Id).ToString(), cards.GetValueOrDefault(new(deal.Customer)) is { Anonymous: false } ? new CustomerId(deal.Customer).ToString() : null, f.Name,
                    stage?.Stage.Name ?? stage?.Stage.Key ?? (f.State == DealState.Open ? null : f.State.ToString().ToLowerInvariant()), stage?.Pipeline.Name, f.Amount is { } amount ? Micros.ToUnits(amount).ToString("0.######", CultureInfo.InvariantCulture) : null, deal.Currency,
                    Day(f.Opened), Day(f.Closed), Day(f.Expected), f.Owner is { } owner ? owners.GetValueOrDefault(new(owner)) : f.OwnerName, f.Product is { } product ? sold.GetValueOrDefault(new(product))?.Code : null, f.Competitors, f.NextStep, .. own.All.Select(o => values.GetValueOrDefault(o.Key))]);
            }
            await output.WriteAsync(buffer, ct);
            buffer.Clear();
        }
        await output.WriteAsync(buffer, ct);
        await output.FlushAsync(ct);
    }

    private async Task<List<(long, long)>> Keys(BulkSession session, ListAddress address, UserId? user, RowFields own, CancellationToken ct)
    {
        var keys = new List<(long, long)>();
        await using var command = session.Command();
        command.CommandText = $"select t.customer_id, t.id from {OpportunityTable.Name} t where {reads.Where(command, address, user, own)} order by t.id";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) keys.Add((reader.GetInt64(0), reader.GetInt64(1)));
        return keys;
    }

    private static string? Day(int? day) => day is { } number ? DateOnly.FromDayNumber(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}
