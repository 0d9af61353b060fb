using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.RelationForm;

internal static class FormFields
{
    public const string Level = "level", Service = "service", Channel = "channel", User = "user", Team = "team", Since = "since";
    public const string Kind = "kind", Name = "name", Number = "number", Starts = "starts", Ends = "ends", Note = "note";
}

internal sealed record FormTooLong(string Field, int Most) : FieldRefusal("customers.form.refused.text", Field);

internal sealed record FormUnknown(string Field) : FieldRefusal("customers.form.refused.unknown", Field);

internal sealed record FormNoName() : FieldRefusal("customers.form.refused.name", FormFields.Name);

internal sealed record FormNoDay(string Field) : FieldRefusal("customers.form.refused.day", Field);

/// <summary>It would end before it begins.</summary>
internal sealed record EndsBefore() : FieldRefusal("customers.form.refused.ends", FormFields.Ends);

internal sealed record NoSuchAgreement() : Refusal("customers.form.refused.gone")
{
    public override int Status => StatusCodes.Status404NotFound;
}

/// <summary>The form as a person wants it; null leaves it to the sources.</summary>
internal sealed record WantedForm(string? Level, string? Service, string? Channel, UserId? User, TeamId? Team, DateOnly? Since);

/// <summary>A contract or membership as a person enters it.</summary>
internal sealed record WantedAgreement(AgreementKind Kind, string? Name, string? Number, DateOnly? Starts, DateOnly? Ends, string? Note);

/// <summary>Sets the form of a relation, its contracts and memberships. Each deed is one transaction with a change set that its author may take back.</summary>
internal sealed class FormDeeds(IDbContextFactory<PatronDb> contexts, IColleagues colleagues, IServingTeams teams, IdMaker ids, TimeProvider clock)
{
    private readonly HandDeeds forms = new(FormTable.Hand, ids, clock);
    private readonly HandDeeds agreements = new(AgreementTable.Hand, ids, clock);

    /// <summary>Null: it was so already.</summary>
    public async Task<Result<ChangeSetId?>> Set(CustomerId customer, WantedForm wanted, UserId? by, CancellationToken ct)
    {
        var (level, service, channel) = (Trimmed(wanted.Level), Trimmed(wanted.Service), Trimmed(wanted.Channel));
        foreach (var (field, value) in new[] { (FormFields.Level, level), (FormFields.Service, service), (FormFields.Channel, channel) })
            if (value is { Length: > TermLists.LongestName }) return new FormTooLong(field, TermLists.LongestName);
        if (wanted.User is { } user && (await colleagues.All(ct)).All(c => c.Id != user)) return new FormUnknown(FormFields.User);
        if (wanted.Team is { } team && (await teams.All(ct)).All(t => t.Id != team)) return new FormUnknown(FormFields.Team);
        return await Write(forms, "set", by, async session =>
        {
            // After a merge there may be two rows: the latest holds, and is the one that changes.
            var row = await session.Db.Set<FormRow>().AsNoTracking().Where(f => f.CustomerId == customer).OrderByDescending(f => f.At).ThenByDescending(f => f.Id).FirstOrDefaultAsync(ct);
            object?[] said = [level, service, channel, wanted.User?.Value, wanted.Team?.Value, wanted.Since?.DayNumber];
            return (HandSaying[])(row is null && said.All(s => s is null) ? [] : [new(customer, row?.Id, [], row?.Said, said)]);
        }, ct);
    }

    public Task<Result<ChangeSetId?>> Add(CustomerId customer, WantedAgreement wanted, UserId? by, CancellationToken ct) => Check(wanted) is { } refusal
        ? Task.FromResult<Result<ChangeSetId?>>(refusal)
        : Write(agreements, "add", by, _ => Task.FromResult<Result<HandSaying[]>>((HandSaying[])[new HandSaying(customer, null, [(int)wanted.Kind], null, Said(wanted))]), ct);

    public Task<Result<ChangeSetId?>> Change(CustomerId customer, long id, WantedAgreement wanted, UserId? by, CancellationToken ct) => Check(wanted) is { } refusal
        ? Task.FromResult<Result<ChangeSetId?>>(refusal)
        : Write(agreements, "change", by, session => Of(session, customer, id, _ => Said(wanted), ct), ct);

    public Task<Result<ChangeSetId?>> Remove(CustomerId customer, long id, UserId? by, CancellationToken ct) =>
        Write(agreements, "remove", by, session => Of(session, customer, id, row => [.. row.Said[..^1], (int)AgreementState.Removed], ct), ct);

    private static async Task<Result<HandSaying[]>> Of(BulkSession session, CustomerId customer, long id, Func<AgreementRow, object?[]> said, CancellationToken ct)
    {
        var row = await session.Db.Set<AgreementRow>().AsNoTracking().FirstOrDefaultAsync(a => a.CustomerId == customer && a.Id == id && a.State == AgreementState.Holds, ct);
        return row is null ? new NoSuchAgreement() : (HandSaying[])[new(customer, id, [(int)row.Kind], row.Said, said(row))];
    }

    private async Task<Result<ChangeSetId?>> Write(HandDeeds table, string deed, UserId? by, Func<BulkSession, Task<Result<HandSaying[]>>> decide, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await CustomersLock.Take(session, ct);
        var decided = await decide(session);
        if (decided.Refusal is { } refusal) return refusal;
        var set = await table.Say(session, deed, decided.Value!, by, ct);
        if (set is not null) await session.Commit(ct);
        return set;
    }

    private static Refusal? Check(WantedAgreement wanted) =>
        Trimmed(wanted.Name) is not { } name ? new FormNoName()
        : name.Length > AgreementTable.LongestName ? new FormTooLong(FormFields.Name, AgreementTable.LongestName)
        : Trimmed(wanted.Number) is { Length: > TermLists.LongestName } ? new FormTooLong(FormFields.Number, TermLists.LongestName)
        : Trimmed(wanted.Note) is { Length: > AgreementTable.LongestNote } ? new FormTooLong(FormFields.Note, AgreementTable.LongestNote)
        : wanted.Ends < wanted.Starts ? new EndsBefore() : null;

    private static object?[] Said(WantedAgreement wanted) =>
        [Trimmed(wanted.Name), Trimmed(wanted.Number), wanted.Starts?.DayNumber, wanted.Ends?.DayNumber, Trimmed(wanted.Note), (int)AgreementState.Holds];

    private static string? Trimmed(string? text) => text?.Trim() is { Length: > 0 } said ? said : null;
}
