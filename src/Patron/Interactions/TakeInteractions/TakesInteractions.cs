using System.Globalization;
using System.Text.Json;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Interactions.Contracts;
using Patron.Kernel;

namespace Patron.Interactions;

/// <summary>An interactions file: what it gives fills and overwrites, what it leaves out stays.</summary>
internal sealed class TakesInteractions(IRecordOwners owners, IUserNames users) : ITakesRows<IncomingInteraction>
{
    public IRowIntake<IncomingInteraction> Begin(Intake intake) => new InteractionIntake(intake, owners, users);
}

internal sealed class InteractionIntake(Intake intake, IRecordOwners owners, IUserNames users) : IRowIntake<IncomingInteraction>
{
    private static readonly long FirstInstant = Instants.ToMicroseconds(DateTimeOffset.MinValue);
    private static readonly long LastInstant = Instants.ToMicroseconds(DateTimeOffset.MaxValue);

    /// <summary>Those of the present chunk: texts are long.</summary>
    private readonly Dictionary<string, BookedInteraction> known = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, RecordOwner> persons = new Dictionary<string, RecordOwner>();

    private readonly Dictionary<string, UserId> agents = new(StringComparer.Ordinal);

    /// <summary>What a plan would have written.</summary>
    private readonly FileMemory planned = intake.Said("interactions");
    private readonly List<(string Number, BookedInteraction Row)> made = [];
    private readonly HashSet<BookedInteraction> changed = [];

    public async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<IncomingInteraction> rows, CancellationToken ct)
    {
        var fates = await ChunkFates.Decide(rows, r => r.Line, Wrong, sound => Open(session, sound, ct), Decide);
        changed.ExceptWith(made.Select(m => m.Row));
        if (!intake.PlanOnly) await InteractionStore.Write(session, intake.Source.Id, made, changed, intake.Changes(session), ct);
        else foreach (var (number, row) in known.Where(k => k.Value.Stored is null || changed.Contains(k.Value))) planned.Set(number, JsonSerializer.Serialize(row));
        known.Clear();
        made.Clear();
        changed.Clear();
        return fates;
    }

    private static RowReason? Wrong(IncomingInteraction row) =>
        Text("id", row.Number, 100) ?? Text("customer", row.Customer, 200) ?? Text("kind", row.Kind, 40) ?? Text("channel", row.Channel, 40)
        ?? Text("with", row.With, 200)
        ?? (row.Mood is null or "good" or "neutral" or "bad" ? null : new RowReason("interactions.row.mood", "mood", row.Mood))
        ?? (row.Direction is null or "in" or "out" ? null : new RowReason("interactions.row.direction", "direction", row.Direction))
        ?? (row.At >= FirstInstant && row.At <= LastInstant ? null : new RowReason("interactions.row.time", "at", null));

    private static RowReason? Text(string column, string? text, int max) => text switch
    {
        { Length: 0 } => new("interactions.row.empty", column, text, new { column }),
        { } when text.Length > max => new("interactions.row.toolong", column, text, new { column, max }),
        _ => null,
    };

    private async Task Open(BulkSession session, List<IncomingInteraction> rows, CancellationToken ct)
    {
        var numbers = rows.Select(r => r.Number).ToHashSet(StringComparer.Ordinal);
        if (intake.PlanOnly)
            foreach (var number in numbers) if (planned.Find(number) is { } kept) known[number] = JsonSerializer.Deserialize<BookedInteraction>(kept)!;
        var claims = await session.Find(ClaimScopes.Interaction(intake.Source.Id), numbers, ct);
        var unread = claims.Where(c => !known.ContainsKey(c.Key)).ToList();
        var read = await InteractionStore.Read(session, [.. unread.Select(c => (c.Value.Customer, c.Value.Id))], ct);
        foreach (var (number, claim) in unread) known[number] = read[claim.Id];
        foreach (var (said, user) in await users.BySaid(session, [.. rows.Select(r => r.Agent).OfType<string>().Where(agent => !agents.ContainsKey(agent)).Distinct(StringComparer.Ordinal)], ct)) agents[said] = user;
        var fresh = intake.Rules.Mode == IntakeMode.UpdateOnly ? [] : rows.Where(r => !known.ContainsKey(r.Number));
        persons = await owners.Meet(session, intake, rows.Select(r => r.Customer), fresh.Select(r => r.Customer), ct);
    }

    private (Fate, RowReason?) Decide(IncomingInteraction row)
    {
        var payload = new Payload(row.Subject, row.Text, row.Outcome, row.Seconds, row.Earlier) { With = row.With, Mood = row.Mood, Critical = row.Critical };
        long? agent = row.Agent is { } named && agents.TryGetValue(named, out var user) ? user.Value : null;
        var direction = row.Direction switch { "in" => Direction.In, "out" => Direction.Out, _ => (Direction?)null };
        if (!known.TryGetValue(row.Number, out var there))
        {
            if (intake.Rules.Mode == IntakeMode.UpdateOnly) return (Fate.Rejected, new("interactions.row.unknown", "id", row.Number));
            var owner = persons[row.Customer];
            there = new()
            {
                Id = intake.Ids(InteractionStore.Table).Next(), Customer = owner.Customer.Value, Record = owner.Record.Value,
                Values = new(row.At, row.Kind, row.Channel, direction, payload.ToString(), agent),
            };
            made.Add((row.Number, known[row.Number] = there));
            return (Fate.Created, null);
        }
        if (!persons.TryGetValue(row.Customer, out var person) || person.Customer.Value != there.Customer)
            return (Fate.Conflict, new("interactions.row.customer", "customer", row.Customer, new { number = row.Number, customer = row.Customer, owner = NameOf(there) }));
        var before = there.Values;
        var said = new InteractionValues(row.At, row.Kind, row.Channel ?? before.Channel, direction ?? before.Direction, payload.Over(before.Payload), agent ?? before.Agent);
        if (said == before) return (Fate.Unchanged, null);
        if (intake.Rules.Mode == IntakeMode.CreateOnly && there.Stored is not null) return (Fate.Unchanged, new("interactions.row.known", "id", row.Number));
        if (intake.Rules.FillOnly)
        {
            said = before with { Channel = before.Channel ?? row.Channel, Direction = before.Direction ?? direction, Payload = payload.Under(before.Payload), Agent = before.Agent ?? agent };
            if (said == before) return (Fate.Unchanged, new("interactions.row.stay", "id", row.Number));
        }
        if (there.Stored is not null) Note(row, before, said);
        there.Values = said;
        changed.Add(there);
        return (Fate.Updated, null);
    }

    /// <summary>What a check tells of an interaction that is known.</summary>
    private void Note(IncomingInteraction row, InteractionValues before, InteractionValues after)
    {
        if (intake.Planned is not { } planned) return;
        var (zone, was, now) = (intake.Organisation.Zone, Payload.Read(before.Payload), Payload.Read(after.Payload));
        planned.Compare(row.Line, row.Number, "at", PlannedChanges.Instant(before.At, zone), PlannedChanges.Instant(after.At, zone));
        planned.Compare(row.Line, row.Number, "kind", before.Kind, after.Kind);
        planned.Compare(row.Line, row.Number, "channel", before.Channel, after.Channel);
        planned.Compare(row.Line, row.Number, "direction", WordOf(before.Direction), WordOf(after.Direction));
        planned.Compare(row.Line, row.Number, "subject", was.Subject, now.Subject);
        planned.Compare(row.Line, row.Number, "text", was.Text, now.Text);
        planned.Compare(row.Line, row.Number, "outcome", was.Outcome, now.Outcome);
        planned.Compare(row.Line, row.Number, "duration", Number(was.Seconds), Number(now.Seconds));
        planned.Compare(row.Line, row.Number, "with", was.With, now.With);
        planned.Compare(row.Line, row.Number, "mood", was.Mood, now.Mood);
        planned.Compare(row.Line, row.Number, "previous", Number(was.Earlier), Number(now.Earlier));

        static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
        static string? WordOf(Direction? direction) => direction switch { Direction.In => "in", Direction.Out => "out", _ => null };
    }

    /// <summary>As the file names the owner where it does, else the customer's id.</summary>
    private string NameOf(BookedInteraction there) =>
        persons.FirstOrDefault(p => p.Value.Record.Value == there.Record).Key ?? new CustomerId(there.Customer).ToString();
}
