using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.DecidePairs;
using Patron.IdentityResolution.EnterValues;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.MergeCustomers;

/// <summary>
/// Makes customers one because a person says so: one change set with the decisions, the values chosen, and entries of the ledger where their consents differ.
/// Those who merge the same at once come one after the other, and the later one finds them merged.
/// </summary>
internal sealed class Merges(IDbContextFactory<PatronDb> contexts, Decisions decisions, IdentityWriters writers, HandWriting writing, IdMaker ids, TimeProvider clock)
{
    /// <summary>The change set's kind.</summary>
    public const string Kind = "match.merge";

    public const int Most = 10;

    /// <summary>Key of the sentence that an entry of the ledger has as its evidence.</summary>
    private const string Stricter = "consents.evidence.stricter";

    /// <summary>What the merge would do: it is done and not committed, so that it says exactly what will be.</summary>
    public Task<Result<MergeOutcome>> Preview(IReadOnlyCollection<CustomerId> customers, CancellationToken ct) => Do(customers, [], null, keep: false, ct);

    /// <param name="choices">Values that are to count whatever the rules say, each one that was shown; they are kept as set by hand.</param>
    public Task<Result<MergeOutcome>> Merge(IReadOnlyCollection<CustomerId> customers, IReadOnlyList<MergeChoice> choices, UserId? by, CancellationToken ct) => Do(customers, choices, by, keep: true, ct);

    /// <summary>A pair that a reviewer calls the same: as in a merge by hand the stricter consent counts from then on. In the caller's transaction.</summary>
    public async Task<DecisionOutcome> Same(BulkSession session, IReadOnlyList<CustomerId> two, Decision decision, UserId? by, CancellationToken ct)
    {
        var consents = (await Merging.Load(session, writers.Consents, two, ct)).Consents();
        if (consents.Count == 0) return await decisions.Decide(session, [decision], by, ct);
        var deciding = (await decisions.Begin(session, by, Kind, null, ct))!;
        await deciding.Keep([decision], ct);
        return await deciding.Settle(decisions.Parting(), [], ct, async intake =>
        {
            // Records that are kept apart stay two customers, and each keeps what he said.
            var owners = await RecordTable.Owners(session, [decision.One.Value, decision.Other.Value], ct);
            if (owners.Values.Distinct().ToArray() is [var survivor]) await Resolve(session, intake, new(survivor), consents, ct);
        });
    }

    /// <summary>What customers would be as one, without writing anything; null where one of them is gone.</summary>
    public async Task<MergeOutlook?> Outlook(IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var merging = await Merging.Load(session, writers.Consents, customers, ct);
        return merging.Customers.Any(c => c.Parties.Count == 0) ? null : new(merging.Customers, merging.Fields(), merging.Consents());
    }

    private async Task<Result<MergeOutcome>> Do(IReadOnlyCollection<CustomerId> customers, IReadOnlyList<MergeChoice> choices, UserId? by, bool keep, CancellationToken ct)
    {
        if (customers.Distinct().Count() is var asked && asked < 2) return new MergeTooFew();
        if (asked > Most) return new MergeTooMany(Most);
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await IdentityLock.Take(session, ct);
        var homes = await writers.Merges.Homes(session, [.. customers.Distinct()], ct);
        if (homes.Count < asked) return new MergeGone();
        if (homes.Values.Distinct().ToArray() is var several && several.Length < 2) return new MergeOneAlready();

        var merging = await Merging.Load(session, writers.Consents, several, ct);
        if (await writers.Bin.Among(session, several, ct) is { Count: > 0 } binned) return new MergeInBin(merging.Customers.First(c => binned.Contains(c.Id)).Name);
        if (await merging.Refusal(ct) is { } refusal) return refusal;
        var (moved, consents) = (await merging.Moved(writers.Mover, ct), merging.Consents());

        var deciding = (await decisions.Begin(session, by, Kind, null, ct))!;
        await deciding.Keep(merging.Pairs(), ct);
        // What held a customer together may hold no longer among more names; the person has said that they all belong together.
        await deciding.Keep(merging.Chain(await deciding.Groups(ct)), ct);
        IReadOnlyList<MergedField> fields = [];
        Refusal? unfit = null;
        var outcome = await deciding.Settle(decisions.Parting(), [], ct, async intake =>
        {
            var survivor = await Survivor(session, merging, ct);
            await Resolve(session, intake, survivor, consents, ct);
            fields = await merging.Fields(survivor, ct);
            unfit = await Choose(session, intake, survivor, fields, choices, ct);
        });
        if (unfit is not null) return unfit;
        var stays = await Survivor(session, merging, ct);
        if (keep) await session.Commit(ct);
        return new MergeOutcome(
            outcome.Set!.Value, stays, [.. merging.Customers.Select(c => c.Id)], [.. outcome.Merged.Select(m => m.From).Except(several)],
            fields, moved, merging.Customers.Skip(1).Sum(c => c.Parties.Count), consents);
    }

    /// <summary>Whose their records are now: all of them are one's.</summary>
    private static async Task<CustomerId> Survivor(BulkSession session, Merging merging, CancellationToken ct)
    {
        var owners = await RecordTable.Owners(session, [.. merging.Customers.SelectMany(c => c.Parties).Select(p => p.Id)], ct);
        return new(owners.Values.Distinct().Single());
    }

    /// <summary>The ledger keeps what each of them said; a new entry says that the stricter counts.</summary>
    private async Task Resolve(BulkSession session, Intake intake, CustomerId survivor, IReadOnlyList<StricterConsent> consents, CancellationToken ct)
    {
        // Not before what it overrules.
        ConsentSaid[] said = [.. consents.Select(c => new ConsentSaid(survivor, null, c.Purpose, c.Channel, false, c.Each.OfType<ConsentState>().Select(s => s.At).Append(intake.Now).Max(), Stricter))];
        if (said.Length > 0) await writers.Consents.Append(session, intake, said, ct);
    }

    /// <summary>What others set stays beside what is chosen now, which is newer: so an undo in whatever order finds it.</summary>
    private async Task<Refusal?> Choose(BulkSession session, Intake intake, CustomerId survivor, IReadOnlyList<MergedField> fields, IReadOnlyList<MergeChoice> choices, CancellationToken ct)
    {
        var rows = new List<HandRow>();
        foreach (var choice in choices)
        {
            var field = fields.FirstOrDefault(f => f.Field == choice.Field && f.Custom == choice.Custom);
            if (field is null || !(field.Each.Contains(choice.Value) || field.Together.Candidates.Any(c => c.Value == choice.Value))) return new MergeValueGone();
            if (choice.Value == field.Together.Value) continue;
            (string Field, string? Value)[] values = choice is { Field: GoldenFields.Name, Custom: false } ? await Named(session, survivor, choice.Value, ct) : [(choice.Field, choice.Value)];
            rows.AddRange(values.Where(v => v.Value is not null).Select(v => new HandRow
            {
                CustomerId = survivor, Id = ids.Next<SourceRecordId>().Value, Field = v.Field, Custom = choice.Custom, Value = v.Value!, At = intake.Now, By = intake.By,
            }));
        }
        if (rows.Count == 0) return null;
        HandRows.Insert(session, rows);
        intake.Changes(session)!.Came(session, rows);
        await writing.Rewrite(session, [survivor.Value], ct);
        return null;
    }

    /// <summary>A name with given and family name as the record has them that says it: parted anew, it might fall apart elsewhere. Capitals become readable, as they would if the rules picked it.</summary>
    private static async Task<(string Field, string? Value)[]> Named(BulkSession session, CustomerId survivor, string name, CancellationToken ct)
    {
        var stored = new StoredParties(session);
        await stored.Load([survivor.Value], ct);
        var said = stored.OfCustomer(survivor.Value).OrderBy(p => p.Id).FirstOrDefault(p => p.Name.FullName == name)?.Name;
        if (said is not { Kind: PartyKind.Person }) return [(GoldenFields.Name, name)];
        return [(GoldenFields.Name, Capitals.Readable(name)), (GoldenFields.Given, Capitals.Readable(said.Given)), (GoldenFields.Family, Capitals.Readable(said.Family))];
    }
}
