using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Web.Deeds;
using Patron.Workday.Contracts;

namespace Patron.Workday.KeepTeams;

internal sealed record TeamNameWrong() : FieldRefusal("workday.team.refused.name", "name");

internal sealed record TeamNameTaken() : FieldRefusal("workday.team.refused.taken", "name");

internal sealed record SkillsTooLong() : Refusal("workday.team.refused.skills");

internal sealed record TeamGone() : Refusal("workday.team.refused.gone")
{
    public override int Status => StatusCodes.Status404NotFound;
}

/// <summary>Makes, names and fills teams; each change stands in the audit.</summary>
internal sealed class TeamDeeds(IDbContextFactory<PatronDb> contexts, IColleagues colleagues, IdMaker ids, TimeProvider clock) : IMakesTeams
{
    public async Task<Result<TeamId>> Add(string? name, UserId? by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await Check(db, name, null, ct) is { } refusal) return refusal;
        var team = new TeamRow { Id = ids.Next<TeamId>(), Name = name!.Trim() };
        db.Add(team);
        Recorder(db, "team.add", by).Row(TeamTable.Name, team.Id.Value, default, null, Named(team.Name));
        await db.SaveChangesAsync(ct);
        return team.Id;
    }

    public async Task<Result<Done>> Rename(TeamId id, string? name, UserId? by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Teams.FindAsync([id], ct) is not { } team) return new TeamGone();
        if (await Check(db, name, id, ct) is { } refusal) return refusal;
        Recorder(db, "team.rename", by).Row(TeamTable.Name, id.Value, default, Named(team.Name), Named(name!.Trim()));
        team.Name = name.Trim();
        await db.SaveChangesAsync(ct);
        return default(Done);
    }

    public async Task<Result<Done>> Put(UserId user, TeamId? team, bool leads, UserId? by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (team is { } wanted && await db.Teams.FindAsync([wanted], ct) is null) return new TeamGone();
        if ((await colleagues.All(ct)).All(c => c.Id != user)) return new TeamGone();
        var member = await db.Members.FindAsync([user], ct);
        var before = member is null ? null : Placed(member.TeamId, member.Leads);
        if (team is not { } into)
        {
            if (member is null) return default(Done);
            db.Remove(member);
        }
        else if (member is null) db.Add(new MemberRow { UserId = user, TeamId = into, Leads = leads });
        else (member.TeamId, member.Leads) = (into, leads);
        Recorder(db, "team.member", by).Row(MemberTable.Name, user.Value, default, before, team is { } placed ? Placed(placed, leads) : null);
        await db.SaveChangesAsync(ct);
        return default(Done);
    }

    /// <summary>What somebody can; both lists empty: nothing is known of it.</summary>
    public async Task<Result<Done>> Describe(UserId user, string? skills, string? languages, UserId? by, CancellationToken ct)
    {
        var (can, speaks) = (SkillRow.List(skills), SkillRow.List(languages));
        if (can.Length > SkillTable.Longest || speaks.Length > SkillTable.Longest) return new SkillsTooLong();
        if ((await colleagues.All(ct)).All(c => c.Id != user)) return new TeamGone();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var row = await db.Skills.FindAsync([user], ct);
        var before = row is null ? null : Described(row.Skills, row.Languages);
        if (can == (row?.Skills ?? "") && speaks == (row?.Languages ?? "")) return default(Done);
        if (row is null) db.Add(new SkillRow { UserId = user, Skills = can, Languages = speaks });
        else (row.Skills, row.Languages) = (can, speaks);
        Recorder(db, "team.skills", by).Row(SkillTable.Name, user.Value, default, before, Described(can, speaks));
        await db.SaveChangesAsync(ct);
        return default(Done);
    }

    private static async Task<Refusal?> Check(PatronDb db, string? name, TeamId? own, CancellationToken ct)
    {
        if (name?.Trim() is not { Length: > 0 and <= TeamTable.LongestName } said) return new TeamNameWrong();
        return (await db.Teams.AsNoTracking().ToListAsync(ct)).Exists(t => t.Id != own && t.Name.Equals(said, StringComparison.OrdinalIgnoreCase)) ? new TeamNameTaken() : null;
    }

    private ChangeRecorder Recorder(PatronDb db, string kind, UserId? by) => new(db, new() { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = kind });

    private static Dictionary<string, object?> Named(string name) => new() { ["name"] = name };

    private static Dictionary<string, object?> Described(string skills, string languages) => new() { ["skills"] = skills, ["languages"] = languages };

    private static Dictionary<string, object?> Placed(TeamId team, bool leads) => new() { ["team"] = team.Value, ["leads"] = leads };
}

internal static class TeamRoutes
{
    public static void MapTeams(this IEndpointRouteBuilder app)
    {
        var teams = app.MapGroup(WorkdayUrls.Teams).RequirePermission(Permissions.ManageUsers);
        teams.MapPost("/add", async ([FromForm] string? name, TeamDeeds deeds, ICurrentUser who, CancellationToken ct) => Answer((await deeds.Add(name, who.Id, ct)).Refusal));
        teams.MapPost("/{team}/rename", async (string team, [FromForm] string? name, TeamDeeds deeds, ICurrentUser who, CancellationToken ct) =>
            IdText.TryRead<TeamId>(team, out var id) ? Answer((await deeds.Rename(id, name, who.Id, ct)).Refusal) : TypedResults.NotFound());
        teams.MapPost("/skills", async ([FromForm] string? user, [FromForm] string? skills, [FromForm] string? languages, TeamDeeds deeds, ICurrentUser who, CancellationToken ct) =>
            IdText.TryRead<UserId>(user, out var id) ? Answer((await deeds.Describe(id, skills, languages, who.Id, ct)).Refusal) : TypedResults.NotFound());
        teams.MapPost("/members", async ([FromForm] string? user, [FromForm] string? team, [FromForm] bool? leads, TeamDeeds deeds, ICurrentUser who, CancellationToken ct) =>
            IdText.TryRead<UserId>(user, out var id) ? Answer((await deeds.Put(id, IdText.TryRead<TeamId>(team, out var into) ? into : null, leads ?? false, who.Id, ct)).Refusal) : TypedResults.NotFound());
    }

    private static IResult Answer(Refusal? refusal) => refusal switch
    {
        null => TypedResults.LocalRedirect(WorkdayUrls.Teams),
        TeamGone => TypedResults.NotFound(),
        _ => TypedResults.LocalRedirect(DeedUrls.With(WorkdayUrls.Teams, DeedUrls.Failed, refusal.Key)),
    };
}
