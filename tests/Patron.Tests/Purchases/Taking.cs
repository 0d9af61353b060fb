using Microsoft.Extensions.DependencyInjection;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Purchases;
using Patron.Purchases.Contracts;

namespace Patron.Tests.Purchases;

/// <summary>Takes files in memory chunk by chunk, each chunk a transaction, as an import does.</summary>
internal static class Taking
{
    public static readonly SourceInfo Shop = new(new(1), 0, "Shop", "S", "C", null, null, false);

    /// <summary>Patron with simple people in the place of identity resolution.</summary>
    /// <param name="mostOrders">That a file of lines keeps in memory.</param>
    public static Task<PatronServices> Start(Database kind, int mostOrders = OrderBook.MostOrders) => PatronServices.Start(kind, services => services
        .AddSingleton<IRecordOwners, SimpleOwners>().AddSingleton<IGoldenRecords, SimpleCustomers>().AddSingleton<ICustomers, SimpleCustomers>()
        .AddSingleton<ITakesRows<IncomingLine>>(p => ActivatorUtilities.CreateInstance<TakesLines>(p, mostOrders)));

    /// <summary>The first value of a query by hand.</summary>
    public static async Task<object?> Ask(this PatronServices patron, string sql)
    {
        await using var session = await patron.Session();
        await using var command = session.Command(sql);
        return await command.ExecuteScalarAsync(Ct);
    }

    public static Intake Intake(this PatronServices patron, SourceInfo? source = null, bool planOnly = false, IntakeRules? rules = null) =>
        new(source ?? Shop, Organisation.Default, patron.Clock.GetUtcNow(), null, planOnly, patron.Get<IdMaker>()) { Rules = rules ?? IntakeRules.Default };

    public static Task<List<RowFate>> Take<TRow>(this PatronServices patron, IntakeRules rules, IReadOnlyList<TRow> rows) => patron.Take(rows, rules: rules);

    public static async Task<List<RowFate>> Take<TRow>(this PatronServices patron, IReadOnlyList<TRow> rows, int chunk = 10_000, SourceInfo? source = null, bool planOnly = false, IntakeRules? rules = null)
    {
        var intake = patron.Get<ITakesRows<TRow>>().Begin(patron.Intake(source, planOnly, rules));
        var fates = new List<RowFate>(rows.Count);
        foreach (var some in rows.Chunk(chunk))
        {
            await using var session = await patron.Session();
            fates.AddRange(await intake.Take(session, some, Ct));
            if (!planOnly) await session.Commit(Ct);
        }
        return fates;
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Fate[] Kinds(this IEnumerable<RowFate> fates) => [.. fates.Select(f => f.Fate)];

    public static long At(string text) => Instants.ToMicroseconds(DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
}

/// <summary>One customer for each external id.</summary>
internal sealed class SimpleOwners : IRecordOwners
{
    private readonly Dictionary<string, RecordOwner> planned = [];

    public async Task<IReadOnlyDictionary<string, RecordOwner>> FindOrMake(BulkSession session, Intake intake, IReadOnlyCollection<string> externalIds, CancellationToken ct)
    {
        var scope = ClaimScopes.Record(intake.Source.Id);
        var owners = await Known(session, intake, externalIds, ct);
        var made = externalIds.Where(id => !owners.ContainsKey(id)).ToList();
        foreach (var id in made) owners[id] = new(new(intake.Ids("customers").Next()), new(intake.Ids("identity_source_records").Next()));
        if (intake.PlanOnly)
        {
            foreach (var id in made) planned[id] = owners[id];
            return owners;
        }
        SimpleCustomers.Insert(session, made.Select(id => owners[id].Customer), anonymous: false, intake.Now);
        using (var records = session.Sink("identity_source_records", "customer_id", "id", "source_record_id", "source_id", "external_id", "kind", "stub", "first_seen_at", "changed_at"))
        {
            foreach (var id in made)
            {
                var now = Instants.ToMicroseconds(intake.Now);
                records.Begin();
                records.Long(owners[id].Customer.Value);
                records.Long(owners[id].Record.Value);
                records.Long(owners[id].Record.Value);
                records.Long(intake.Source.Id.Value);
                records.Text(id);
                records.Int((int)CustomerKind.Person);
                records.Flag(true);
                records.Instant(now);
                records.Instant(now);
                records.End();
            }
            records.Complete();
        }
        using var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns);
        foreach (var id in made) ClaimedKeys.Write(claims, scope, id, owners[id].Record.Value, owners[id].Customer.Value);
        claims.Complete();
        return owners;
    }

    public async Task<IReadOnlyDictionary<string, RecordOwner>> Meet(BulkSession session, Intake intake, IEnumerable<string> named, IEnumerable<string> fresh, CancellationToken ct)
    {
        var owners = await Known(session, intake, [.. named.Distinct(StringComparer.Ordinal)], ct);
        foreach (var (id, owner) in await FindOrMake(session, intake, [.. fresh.Distinct(StringComparer.Ordinal)], ct)) owners[id] = owner;
        return owners;
    }

    private async Task<Dictionary<string, RecordOwner>> Known(BulkSession session, Intake intake, IReadOnlyCollection<string> externalIds, CancellationToken ct)
    {
        var owners = (await session.Find(ClaimScopes.Record(intake.Source.Id), externalIds, ct)).ToDictionary(c => c.Key, c => new RecordOwner(new(c.Value.Customer), new(c.Value.Id)), StringComparer.Ordinal);
        if (intake.PlanOnly) foreach (var id in externalIds) if (planned.TryGetValue(id, out var owner)) owners.TryAdd(id, owner);
        return owners;
    }
}

internal sealed class SimpleCustomers : IGoldenRecords, ICustomers
{
    public Task Write(BulkSession session, IReadOnlyList<GoldenRecord> records, DateTimeOffset now, CancellationToken ct) => throw new NotSupportedException();

    public Task MarkMerged(BulkSession session, IReadOnlyCollection<(CustomerId From, CustomerId Into)> merges, CancellationToken ct) => throw new NotSupportedException();

    public Task Delete(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct) => throw new NotSupportedException();

    public Task WriteAnonymous(BulkSession session, IReadOnlyList<CustomerId> customers, DateTimeOffset now, CancellationToken ct)
    {
        Insert(session, customers, anonymous: true, now);
        return Task.CompletedTask;
    }

    /// <summary>Everybody is there, except one below zero.</summary>
    public Task<CustomerId?> Resolve(CustomerId id, CancellationToken ct) => Task.FromResult<CustomerId?>(id.Value < 0 ? null : id);

    public static void Insert(BulkSession session, IEnumerable<CustomerId> customers, bool anonymous, DateTimeOffset now)
    {
        using var sink = session.Sink("customers", "id", "kind", "anonymous", "created_at", "source_mask", "version");
        foreach (var customer in customers)
        {
            sink.Begin();
            sink.Long(customer.Value);
            sink.Int((int)CustomerKind.Person);
            sink.Flag(anonymous);
            sink.Instant(Instants.ToMicroseconds(now));
            sink.Long(1);
            sink.Int(0);
            sink.End();
        }
        sink.Complete();
    }
}
