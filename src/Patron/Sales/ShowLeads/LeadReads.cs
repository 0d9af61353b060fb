using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Reports.Contracts;
using Patron.Sales.KeepLeads;
using Patron.Sales.ShowBoard;

namespace Patron.Sales.ShowLeads;

/// <summary>What is asked of the list of leads.</summary>
/// <param name="State">Null: all that are not done.</param>
/// <param name="Score">A letter, A to D; null any.</param>
/// <param name="One">Only this one, whatever its state.</param>
internal sealed record LeadAddress(LeadState? State, bool All, int? Source, UserId? Owner, char? Score, string Sort, int Page, RowFieldAsk? Own = null, LeadId? One = null)
{
    public const string StateOf = "state", SourceOf = "source", OwnerOf = "owner", ScoreOf = "score", Order = "sort", PageOf = "page", Everything = "all", OneOf = "lead";
    public const string ByScore = "score", ByCreated = "created", ByDue = "due";
    public const int PageSize = 50;

    public string SortKey => Sort.TrimStart('-');
    public bool Descending => Sort.StartsWith('-');

    public static LeadAddress Of(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> query, Func<string, string?> read) => Of(read) with { Own = RowFieldAsk.Of(query) };

    /// <param name="read">The values of a parameter of the address.</param>
    public static LeadAddress Of(Func<string, string?> read) => new(
        Enum.TryParse<LeadState>(read(StateOf), ignoreCase: true, out var state) && Enum.IsDefined(state) && !char.IsDigit(read(StateOf)![0]) ? state : null, read(StateOf) == Everything,
        int.TryParse(read(SourceOf), NumberStyles.None, CultureInfo.InvariantCulture, out var source) ? source : null,
        IdText.TryRead<UserId>(read(OwnerOf), out var owner) ? owner : null, read(ScoreOf) is ['A' or 'B' or 'C' or 'D'] letter ? letter[0] : null,
        read(Order)?.TrimStart('-') is ByScore or ByCreated or ByDue || RowFieldAsk.Sorts(read(Order) ?? "") ? read(Order)! : "-" + ByScore,
        int.TryParse(read(PageOf), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and <= 1_000_000 ? page : 1,
        One: IdText.TryRead<LeadId>(read(OneOf), out var one) ? one : null);
}

internal sealed record ShownLead(Lead Lead, LeadScore Score);

/// <param name="Found">Leads that match, on every page.</param>
/// <param name="Offered">Of them those that wait to be accepted.</param>
internal sealed record LeadList(IReadOnlyList<ShownLead> Rows, long Found, long Offered);

/// <param name="Customers">Of the leads' customers those with a won deal that came of the lead.</param>
/// <param name="Deals">Leads that became a deal.</param>
/// <param name="Work">Micros that serving the leads' customers cost in the year, by the rules of profit; of a customer with leads of several sources each has its part.</param>
internal sealed record SourceResult(LeadSource Source, int Leads, int Deals, int Customers, long Work)
{
    /// <summary>Micros; null without any.</summary>
    public long? PerLead => Leads == 0 ? null : Source.Cost / Leads;
    public long? PerCustomer => Customers == 0 ? null : (Source.Cost + Work) / Customers;

    /// <summary>Customers of leads, of 1; null without leads.</summary>
    public double? Conversion => Leads == 0 ? null : (double)Customers / Leads;
}

/// <summary>Reads leads with their scores, and what their sources cost and brought.</summary>
internal sealed class LeadReads(IDbContextFactory<PatronDb> contexts, BoardReads board, ICustomerBase customerBase, IVisibility visibility, IServingCosts costs, TimeProvider clock)
{
    private static readonly LeadAddress Everything = LeadAddress.Of(name => name == LeadAddress.StateOf ? LeadAddress.Everything : null);

    public async Task<LeadList> List(LeadAddress address, UserId? user, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var (rules, now) = (await LeadRules.Read(session.Db, ct), clock.GetUtcNow());
        var own = await OwnOf(session, address, ct);
        long found, offered;
        await using (var command = session.Command())
        {
            command.CommandText = $"select count(*), sum(case when t.state = {(int)LeadState.Offered} then 1 else 0 end) from {LeadTable.Name} t where {Where(command, address, rules, user, own)}";
            await using var reader = await command.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            (found, offered) = (reader.GetInt64(0), reader.IsDBNull(1) ? 0 : reader.GetInt64(1));
        }
        var keys = await Keys(session, address, rules, user, LeadAddress.PageSize, (address.Page - 1) * LeadAddress.PageSize, ct);
        return new(await Shown(session, keys, rules, now, ct), found, offered);
    }

    /// <summary>All keys that match, in the list's order.</summary>
    public async Task<IReadOnlyList<(long Customer, long Id)>> Keys(BulkSession session, LeadAddress address, LeadRules rules, UserId? user, int most, int skip, CancellationToken ct)
    {
        var (keys, own) = (new List<(long, long)>(), await OwnOf(session, address, ct));
        await using var command = session.Command();
        var (direction, by) = (address.Descending ? "desc" : "asc", address.SortKey switch { LeadAddress.ByCreated => "t.created_at", LeadAddress.ByDue => "t.accept_by", _ => null });
        // All fade alike, so that the instant at which each has cooled down keeps their order at any time.
        var order = RowFieldAsk.Order(address.Sort, session.IsPostgres, "t", own) is { } of ? of : by is null ? $"t.fit {direction} nulls last, t.cools_at {direction} nulls last, t.created_at desc" : $"{by} {direction} nulls last";
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"select t.customer_id, t.id from {LeadTable.Name} t where {Where(command, address, rules, user, own)} order by {order}, t.id limit {most} offset {skip}");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) keys.Add((reader.GetInt64(0), reader.GetInt64(1)));
        return keys;
    }

    public static async Task<IReadOnlyList<ShownLead>> Shown(BulkSession session, IReadOnlyList<(long Customer, long Id)> keys, LeadRules rules, DateTimeOffset now, CancellationToken ct)
    {
        LeadId[] of = [.. keys.Select(k => new LeadId(k.Id))];
        var leads = await session.Db.Set<Lead>().AsNoTracking().Where(l => of.Contains(l.Id)).ToDictionaryAsync(l => l.Id.Value, ct);
        return [.. keys.Select(k => leads[k.Id]).Select(l => new ShownLead(l, rules.Score(l.Said, l.CoolsAt, now)))];
    }

    private static async Task<RowFields> OwnOf(BulkSession session, LeadAddress address, CancellationToken ct) =>
        address.Own is null && !RowFieldAsk.Sorts(address.Sort) ? RowFields.None : await RowFields.Read(session.Db, RowSubject.Lead, ct);

    /// <summary>Leads of customers in the bin are gone from the list, as are those of customers whom the user does not see.</summary>
    private string Where(DbCommand command, LeadAddress address, LeadRules rules, UserId? user, RowFields? own = null)
    {
        var parts = new List<string> { "t.customer_id not in (select c.id from customers c where c.deleted_at is not null)" };
        if (visibility.Set(customerBase.Current, user) is { } visible) parts.Add($"t.customer_id in {command.In("@seen", visible.Indexes().Select(at => customerBase.Current.Ids[at]))}");
        if (address.State is null && !address.All && address.One is null) parts.Add($"t.state <> {(int)LeadState.Done}");
        if (address.Score is { } letter && rules.FitOf(letter) is var (least, below)) parts.Add(string.Create(CultureInfo.InvariantCulture, $"coalesce(t.fit, 0) >= {least} and coalesce(t.fit, 0) < {below}"));
        foreach (var (column, value) in ((string, long?)[])[("state", (int?)address.State), ("source", address.Source), ("owner_id", address.Owner?.Value), ("id", address.One?.Value)])
        {
            if (value is null) continue;
            parts.Add($"t.{column} = @{column}");
            command.Add("@" + column, value);
        }
        if (address.Own is { } asked) parts.AddRange(asked.Where(command, "t", own ?? RowFields.None));
        return string.Join(" and ", parts);
    }

    public async Task<bool> Sees(LeadId id, UserId? user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var customer = await db.Set<Lead>().Where(l => l.Id == id).Select(l => (CustomerId?)l.CustomerId).FirstOrDefaultAsync(ct);
        return customer is { } of && board.Seen(user)(of.Value);
    }

    /// <summary>Leads that wait to be accepted, of customers whom the user sees.</summary>
    public async Task<int> Waiting(UserId? user, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        await using var command = session.Command();
        command.CommandText = $"select count(*) from {LeadTable.Name} t where {Where(command, Everything with { State = LeadState.Offered }, LeadRules.Default, user)}";
        return Convert.ToInt32(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// What the leads of a time cost, each its part of what its source cost in all, and what deals brought that were won in that time and came of leads; micros of the
    /// organisation's currency, other currencies are left out. The cost is null where no lead of a source with a cost came.
    /// </summary>
    public async Task<(long? Cost, long Won)> Money(ReportScope time, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var costs = (await LeadSources.Read(session.Db, ct)).All.ToDictionary(s => s.Id, s => s.Cost);
        decimal cost = 0;
        await using (var command = session.Command())
        {
            command.AddInstant("@from", time.Begin);
            command.AddInstant("@until", time.End);
            command.CommandText = $"select t.source, count(*), sum(case when t.created_at >= @from and t.created_at < @until then 1 else 0 end) from {LeadTable.Name} t where {Where(command, Everything, LeadRules.Default, time.Asker)} group by t.source";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) cost += (decimal)costs.GetValueOrDefault(reader.GetInt32(0)) * reader.GetInt64(2) / reader.GetInt64(1);
        }
        await using var won = session.Command();
        won.Add("@currency", time.Organisation.Currency);
        won.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
            select cast(coalesce(sum(d.amount), 0) as bigint) from {LeadTable.Name} t join {OpportunityTable.Name} d on d.customer_id = t.customer_id and d.id = t.opportunity_id
            where d.state = {(int)Contracts.DealState.Won} and d.closed >= {time.From.DayNumber} and d.closed <= {time.To.DayNumber} and d.currency = @currency and {Where(won, Everything, LeadRules.Default, time.Asker)}
            """);
        return (cost > 0 ? (long)cost : null, Convert.ToInt64(await won.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture));
    }

    /// <summary>By source: what it cost, and what came of the leads that it brought in a time; without one, of all.</summary>
    /// <param name="until">Not included.</param>
    public async Task<IReadOnlyList<SourceResult>> Sources(DateTimeOffset? from, DateTimeOffset? until, UserId? user, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var found = new Dictionary<int, (int Leads, int Deals, int Customers)>();
        await using (var command = session.Command())
        {
            var where = Where(command, Everything, LeadRules.Default, user);
            if (from is { } begin) { where += " and t.created_at >= @from"; command.AddInstant("@from", begin); }
            if (until is { } end) { where += " and t.created_at < @until"; command.AddInstant("@until", end); }
            command.CommandText = $"""
                select t.source, count(*), count(t.opportunity_id), count(distinct case when d.state = {(int)Contracts.DealState.Won} then t.customer_id end)
                from {LeadTable.Name} t left join {OpportunityTable.Name} d on d.customer_id = t.customer_id and d.id = t.opportunity_id where {where} group by t.source
                """;
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) found[reader.GetInt32(0)] = ((int)reader.GetInt64(1), (int)reader.GetInt64(2), (int)reader.GetInt64(3));
        }
        var work = await Work(session, from, until, user, ct);
        return [.. (await LeadSources.Read(session.Db, ct)).All.Select(s => (Source: s, Of: found.GetValueOrDefault(s.Id))).Select(s => new SourceResult(s.Source, s.Of.Leads, s.Of.Deals, s.Of.Customers, work.GetValueOrDefault(s.Source.Id)))];
    }

    private async Task<IReadOnlyDictionary<int, long>> Work(BulkSession session, DateTimeOffset? from, DateTimeOffset? until, UserId? user, CancellationToken ct)
    {
        var sources = new List<(int Source, long Customer)>();
        await using (var command = session.Command())
        {
            var where = Where(command, Everything, LeadRules.Default, user);
            if (from is { } begin) { where += " and t.created_at >= @from"; command.AddInstant("@from", begin); }
            if (until is { } end) { where += " and t.created_at < @until"; command.AddInstant("@until", end); }
            command.CommandText = $"select distinct t.source, t.customer_id from {LeadTable.Name} t where {where}";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) sources.Add((reader.GetInt32(0), reader.GetInt64(1)));
        }
        var of = sources.CountBy(s => s.Customer).ToDictionary();
        return sources.GroupBy(s => s.Source).ToDictionary(g => g.Key, g => g.Sum(s => costs.Of(new(s.Customer)) / of[s.Customer]));
    }
}
