using System.Text.Json;
using Patron.Access.Contracts;
using Patron.Catalog.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Sales.ExportRows;

/// <summary>
/// Deals with their whole history: those that a source sent by their number there, those made here beside the first record of their customer. People and products
/// go by their names and codes; stages and reasons by the numbers of their settings, which go with the export.
/// </summary>
internal sealed class ExportsDeals(TakesKeptDeals taker, IProducts products, IUserNames users) : IExportPart
{
    private const int AtOnce = 2_000;

    public string Kind => "deals";
    public int Order => 85;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("number", "customer", "currency", "name", "pipeline", "stage", "state", "since", "opened", "closed", "expected", "amount", "committed", "owner", "owner_name", "product", "competitors", "next_step", "next_due", "reason", "custom", "steps");
        var said = await users.Said(session, ct);
        for (string? last = null; ;)
        {
            var some = await Sent(session, source.Id, last, ct);
            await Write(session, rows, some, said, ct);
            if (some.Count < AtOnce) break;
            last = some[^1].Number;
        }
        foreach (var some in (await Made(session, source.Id, ct)).Chunk(AtOnce)) await Write(session, rows, some, said, ct);
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => taker.Take(session, intake, rows, ct));

    private readonly record struct Key(string? Number, long Customer, long Id, string? Record);

    private static async Task<List<Key>> Sent(BulkSession session, SourceId source, string? last, CancellationToken ct)
    {
        var found = new List<Key>(AtOnce);
        await using var command = session.Command($"""
            select k.key, t.customer_id, t.id, r.external_id from {ClaimedKeys.Table} k cross join {OpportunityTable.Name} t
            left join identity_source_records r on r.customer_id = t.customer_id and r.id = t.source_record_id
            where k.scope = '{ClaimScopes.Opportunity(source)}' and t.customer_id = k.customer_id and t.id = k.id {(last is null ? "" : $"and {session.InOrder("k.key")} > @last")}
            order by {session.InOrder("k.key")} limit {AtOnce}
            """);
        if (last is not null) command.Add("@last", last);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.Text(3)));
        return found;
    }

    /// <summary>What people made by hand is little: all keys at once, each customer's in the order in which they began.</summary>
    private static async Task<List<Key>> Made(BulkSession session, SourceId source, CancellationToken ct)
    {
        var found = new List<Key>();
        await using var command = session.Command($"""
            select t.customer_id, t.id, r.external_id, (select min(s.at) from {DealStepTable.Name} s where s.customer_id = t.customer_id and s.opportunity_id = t.id) as began
            {FirstRecord.Join(OpportunityTable.Name, source)} and t.source_id is null order by r.id, began, t.id
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add(new(null, reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2)));
        return found;
    }

    private async Task Write(BulkSession session, ExportedRows rows, IReadOnlyList<Key> keys, IReadOnlyDictionary<UserId, string> said, CancellationToken ct)
    {
        var deals = (await DealStore.Read(session, [.. keys.Select(k => (k.Customer, k.Id))], ct)).ToDictionary(d => d.Id);
        var named = deals.Values.SelectMany(d => d.Steps.Select(s => s.Facts.Product).Append(d.Facts.Product)).OfType<long>().Distinct().Select(p => new ProductId(p));
        var codes = (await products.Find([.. named], ct)).ToDictionary(p => p.Key.Value, p => p.Value.Code);
        foreach (var key in keys)
        {
            var deal = deals[key.Id];
            var f = deal.Facts;
            rows.Text(key.Number).Text(key.Record).Text(deal.Currency).Text(f.Name).Text(Number(f.Pipeline)).Text(Number(f.Stage)).Text(Number((int)f.State)).Text(Number(f.Since)).Text(Number(f.Opened)).Text(Number(f.Closed)).Text(Number(f.Expected))
                .Micros(f.Amount).Text(Number(f.Committed)).Text(User(f.Owner)).Text(f.OwnerName).Text(Code(f.Product)).Text(f.Competitors).Text(f.NextStep).Text(Number(f.NextDue)).Text(Number(f.Reason)).Text(f.Custom)
                .Text(JsonSerializer.Serialize(deal.Steps.Select(s => new KeptStep(s.At, s.Day, s.Facts.Pipeline, s.Facts.Stage, (int)s.Facts.State, s.Facts.Since, s.Probability, s.Facts.Amount, s.Facts.Expected, s.Facts.Committed,
                    User(s.Facts.Owner), Code(s.Facts.Product), User(s.By), s.End.Until, s.End.StageUntil, (int?)s.End.Outcome, s.End.Ended)), KeptStep.Options));
            rows.End();
        }

        string? User(long? id) => id is { } user ? said.GetValueOrDefault(new(user)) : null;
        string? Code(long? id) => id is { } product ? codes.GetValueOrDefault(product) : null;
    }

    private static string? Number(long? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A step of a deal's history as an export keeps it; days are DateOnly.DayNumber, amounts micros.</summary>
internal sealed record KeptStep(
    long At, int Day, int Pipeline, int Stage, int State, int Since, int Probability, long? Amount, int? Expected, int Committed, string? Owner, string? Product, string? By, int? Until, int? StageUntil, int? Outcome, int? Ended)
{
    public static JsonSerializerOptions Options { get; } = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };
}
