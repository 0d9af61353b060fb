using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;
using Patron.Workday.Contracts;

namespace Patron.Workday.KeepTeams;

internal sealed class TeamRow
{
    public required TeamId Id { get; init; }
    public required string Name { get; set; }
}

/// <summary>A person is in one team at most.</summary>
internal sealed class MemberRow
{
    public required UserId UserId { get; init; }
    public required TeamId TeamId { get; set; }
    public required bool Leads { get; set; }
}

internal sealed class TeamTable : IEntityTypeConfiguration<TeamRow>
{
    public const string Name = "workday_teams";
    public const int LongestName = 100;

    public void Configure(EntityTypeBuilder<TeamRow> team)
    {
        team.ToTable(Name);
        team.Property(t => t.Name).HasMaxLength(LongestName);
    }
}

internal sealed class MemberTable : IEntityTypeConfiguration<MemberRow>
{
    public const string Name = "workday_members";

    public void Configure(EntityTypeBuilder<MemberRow> member)
    {
        member.ToTable(Name);
        member.HasKey(m => m.UserId);
    }
}

internal static class TeamSets
{
    extension(PatronDb db)
    {
        public DbSet<TeamRow> Teams => db.Set<TeamRow>();
        public DbSet<MemberRow> Members => db.Set<MemberRow>();
    }
}

internal sealed class Teams(IDbContextFactory<PatronDb> contexts) : ITeams
{
    public async Task<IReadOnlyList<Team>> All(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var teams = await db.Teams.AsNoTracking().OrderBy(t => t.Name).ToListAsync(ct);
        if (teams.Count == 0) return [];
        var members = (await db.Members.AsNoTracking().OrderBy(m => m.UserId).ToListAsync(ct)).ToLookup(m => m.TeamId);
        var skills = await db.Skills.AsNoTracking().ToDictionaryAsync(s => s.UserId, s => s.Can, ct);
        return teams.ConvertAll(t => new Team(t.Id, t.Name, [.. members[t.Id].Select(m => new TeamMember(m.UserId, m.Leads) { Can = skills.GetValueOrDefault(m.UserId, PersonSkills.None) })]));
    }
}
