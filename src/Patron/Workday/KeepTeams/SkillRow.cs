using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;
using Patron.Workday.Contracts;

namespace Patron.Workday.KeepTeams;

/// <summary>What one of our own people can, in a team or not: words behind commas.</summary>
internal sealed class SkillRow
{
    public required UserId UserId { get; init; }
    public required string Skills { get; set; }
    public required string Languages { get; set; }

    public PersonSkills Can => new(Words(Skills), Words(Languages));

    /// <summary>As people type a list, whichever comma they have.</summary>
    public static string[] Words(string? list) => [.. (list ?? "").Split([',', ';', '\n', '，', '、'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase)];

    public static string List(string? list) => string.Join(", ", Words(list));
}

internal sealed class SkillTable : IEntityTypeConfiguration<SkillRow>
{
    public const string Name = "workday_skills";
    public const int Longest = 300;

    public void Configure(EntityTypeBuilder<SkillRow> skill)
    {
        skill.ToTable(Name);
        skill.HasKey(s => s.UserId);
        skill.Property(s => s.Skills).HasMaxLength(Longest);
        skill.Property(s => s.Languages).HasMaxLength(Longest);
    }
}

internal static class SkillSets
{
    extension(PatronDb db)
    {
        public DbSet<SkillRow> Skills => db.Set<SkillRow>();
    }
}
