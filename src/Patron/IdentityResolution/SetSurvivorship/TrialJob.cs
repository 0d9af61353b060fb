using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.EnterValues;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.SetSurvivorship;

/// <summary>What one rule would change.</summary>
/// <param name="Examples">Ids of a few customers; their values are reckoned when they are shown, so that a job keeps none.</param>
internal sealed record TrialField(string Rule, long Customers, IReadOnlyList<long> Examples);

/// <summary>What rules would change, as far as the trial has come; its result when it has ended.</summary>
/// <param name="After">The last customer looked at.</param>
/// <param name="Looked">Customers of several records, those in the bin left out.</param>
/// <param name="Changed">Of those the ones with another value in at least one field.</param>
internal sealed record Trial(SurvivorshipRules Rules, long After, long Seen, long Looked, long Changed, IReadOnlyList<TrialField> Fields)
{
    public const int Examples = 3;

    public static Trial Read(string json) => JsonSerializer.Deserialize<Trial>(json)!;

    public override string ToString() => JsonSerializer.Serialize(this);

    /// <summary>With what the rules would change of these.</summary>
    public Trial With(IReadOnlyCollection<(CustomerId Customer, IReadOnlyList<string> Rules)> looked, long after, long seen)
    {
        var fields = Fields.ToDictionary(f => f.Rule, StringComparer.Ordinal);
        foreach (var (customer, rules) in looked)
            foreach (var rule in rules)
            {
                var known = fields.GetValueOrDefault(rule) ?? new(rule, 0, []);
                fields[rule] = known with { Customers = known.Customers + 1, Examples = known.Examples.Count < Examples ? [.. known.Examples, customer.Value] : known.Examples };
            }
        return new(Rules, after, Seen + seen, Looked + looked.Count, Changed + looked.Count(l => l.Rules.Count > 0), [.. SurvivorshipRules.All.Where(fields.ContainsKey).Select(r => fields[r])]);
    }
}

/// <summary>Tries rules on everybody of whom several records speak, and writes nothing but how far it is.</summary>
internal sealed class TrialJob(IDbContextFactory<PatronDb> contexts, IBin bin, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "rules.try";
    private const string Phase = "identity.rules.phase.trying";
    private const int Page = 5_000;

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        var trial = run.Cursor is { } cursor ? Trial.Read(cursor) : new(JsonSerializer.Deserialize<SurvivorshipRules>(run.Arguments)!, 0, 0, 0, 0, []);
        long total;
        await using (var session = await BulkSession.BeginReading(contexts, clock, ct)) total = await SeveralRecords.Count(session, ct);
        run.Report(Phase, trial.Seen, total);
        while (await Look(trial, ct) is { } next)
        {
            trial = next;
            run.Report(Phase, trial.Seen, Math.Max(total, trial.Seen));
            await using var session = await BulkSession.Begin(contexts, clock, ct);
            await run.SaveCursor(session, trial.ToString(), ct);
            await session.Commit(ct);
        }
        return trial.ToString();
    }

    /// <summary>A page further; null at the end.</summary>
    private async Task<Trial?> Look(Trial trial, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var customers = await SeveralRecords.Next(session, trial.After, Page, ct);
        if (customers.Length == 0) return null;
        var before = await Choosing.Of(session.Db, ct);
        var after = before with { Rules = trial.Rules };
        var binned = await bin.Among(session, [.. customers.Select(c => new CustomerId(c))], ct);
        var stored = new StoredParties(session);
        await stored.Load(customers, ct);
        var hands = await HandRows.OfCustomers(session, customers, ct);
        var looked = new List<(CustomerId, IReadOnlyList<string>)>(customers.Length);
        foreach (var customer in customers.Select(c => new CustomerId(c)))
        {
            if (binned.Contains(customer)) continue;
            looked.Add((customer, [.. RuleEffects.Of(customer, stored.OfCustomer(customer.Value), [.. hands[customer.Value]], before, after).Changed]));
        }
        return trial.With(looked, customers[^1], customers.Length);
    }
}
