using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Kernel;

namespace Patron.Tasks.ShareCalendar;

/// <summary>What one of our people wants to have of tasks outside of the program.</summary>
internal sealed class PersonRow
{
    public required UserId UserId { get; init; }

    /// <summary>SHA-256 of the secret in the calendar's address, as hexadecimal digits; null where there is no address.</summary>
    public string? Digest { get; set; }
    public DateTimeOffset? MadeAt { get; set; }

    /// <summary>Reminders come by mail as well.</summary>
    public required bool Mail { get; set; }
}

internal sealed class PersonTable : IEntityTypeConfiguration<PersonRow>
{
    public void Configure(EntityTypeBuilder<PersonRow> person)
    {
        person.ToTable("tasks_people");
        person.HasKey(p => p.UserId);
        person.Property(p => p.Digest).HasMaxLength(64);
        person.HasIndex(p => p.Digest);
    }
}
