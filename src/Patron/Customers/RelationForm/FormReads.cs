using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Customers.Relations;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.RelationForm;

/// <summary>A contract or a membership.</summary>
/// <param name="Row">Null where a source says it.</param>
internal sealed record Agreement(long? Row, AgreementKind Kind, string Name, string? Number, DateOnly? Starts, DateOnly? Ends, string? Note)
{
    /// <summary>Both days included.</summary>
    public bool HoldsOn(DateOnly day) => (Starts is null || Starts <= day) && (Ends is null || day <= Ends);
}

/// <summary>The form of our relation to one customer as it holds: what a person set goes before what sources say, field by field.</summary>
/// <param name="User">Null where nobody is known; a name may stand in <paramref name="UserName"/> all the same.</param>
/// <param name="Hand">What a person set; null where nobody did.</param>
internal sealed record ShownForm(
    string? Level, string? Service, string? Channel, UserId? User, string? UserName, TeamId? Team, string? TeamName, DateOnly? Since, IReadOnlyList<Agreement> Agreements, FormRow? Hand)
{
    public bool Any => Level is not null || Service is not null || Channel is not null || UserName is not null || TeamName is not null || Agreements.Count > 0;
}

internal sealed class FormReads(IDbContextFactory<PatronDb> contexts, IUserNames users, IServingTeams teams)
{
    public async Task<ShownForm> Of(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var hand = await db.Set<FormRow>().AsNoTracking().Where(f => f.CustomerId == customer).OrderByDescending(f => f.At).ThenByDescending(f => f.Id).ToListAsync(ct);
        var said = await db.Relations.AsNoTracking().Where(r => r.CustomerId == customer && (r.Kind == RelationKind.Owner || r.Kind >= RelationKind.Level))
            .OrderByDescending(r => r.At).ThenByDescending(r => r.Id).ToListAsync(ct);
        var kept = await db.Set<AgreementRow>().AsNoTracking().Where(a => a.CustomerId == customer && a.State == AgreementState.Holds).ToListAsync(ct);
        var terms = hand.Count + said.Count == 0 ? FormTerms.None : await db.Read<FormTerms>(FormTerms.Key, ct) ?? FormTerms.None;
        var known = await teams.All(ct);

        var owner = said.Find(r => r.Kind == RelationKind.Owner);
        var user = hand.Select(h => h.UserId).FirstOrDefault(u => u is not null) ?? owner?.UserId;
        var name = user is { } id && (await users.Of([id], ct)).TryGetValue(id, out var called) ? called : owner?.Said;
        var team = hand.Select(h => h.TeamId).FirstOrDefault(t => t is not null);
        var teamSaid = Said(RelationKind.Team);
        var serving = known.Where(t => t.Id == team || (team is null && t.Name.Equals(teamSaid, StringComparison.OrdinalIgnoreCase))).Select(t => ((TeamId, string)?)t).FirstOrDefault();
        return new(
            Term(TermList.Levels, h => h.Level, RelationKind.Level), Term(TermList.Services, h => h.Service, RelationKind.Service), Term(TermList.Channels, h => h.Channel, RelationKind.Channel),
            user, name, serving?.Item1, serving?.Item2 ?? (team is null ? teamSaid : null), hand.Select(h => h.Since).FirstOrDefault(s => s is not null),
            [.. kept.Select(a => new Agreement(a.Id, a.Kind, a.Name, a.Number, a.Starts, a.Ends, a.Note)).Concat(FromSources(said)).OrderBy(a => a.Kind).ThenByDescending(a => a.Ends ?? DateOnly.MaxValue).ThenBy(a => a.Name, StringComparer.CurrentCulture)],
            hand.FirstOrDefault());

        string? Said(RelationKind kind) => said.Find(r => r.Kind == kind)?.Said;
        string? Term(TermList list, Func<FormRow, string?> of, RelationKind kind) => (hand.Select(of).FirstOrDefault(t => t is not null) ?? Said(kind)) is { } word ? terms.Called(list, word) : null;
    }

    /// <summary>Each record may name one contract and one membership.</summary>
    private static IEnumerable<Agreement> FromSources(List<Relation> said) =>
        from row in said
        where row.Kind is RelationKind.Contract or RelationKind.Membership
        let ends = row.Kind == RelationKind.Contract ? said.Find(r => r.Kind == RelationKind.ContractEnds && r.SourceRecordId == row.SourceRecordId)?.Said : null
        select new Agreement(null, row.Kind == RelationKind.Contract ? AgreementKind.Contract : AgreementKind.Membership, row.Said, null, null, DayOf(ends), null);

    /// <summary>A day as a source's words keep it; null where they are none.</summary>
    public static DateOnly? DayOf(string? said) => DateOnly.TryParseExact(said, "yyyy-MM-dd", out var day) ? day : null;
}
