using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Kernel;

namespace Patron.Data.Audit;

/// <summary>What an entry of the audit says: ids, times and names of fields, never a value of a person.</summary>
internal interface IAuditFacts
{
    /// <summary>Of its own, so that two that say the same differ.</summary>
    string Id { get; }
    DateTimeOffset At { get; }

    /// <summary>Who; null is the program itself, or somebody who is not known.</summary>
    UserId? By { get; }

    /// <summary>What was done, e.g. "import", "sign-in", "access-role".</summary>
    string Kind { get; }

    /// <summary>The change set it tells of, whole or a part; null for what changes no rows, such as a sign-in.</summary>
    ChangeSetId? ChangeSetId { get; }

    /// <summary>The change rows that the entry covers, both ends inclusive; 0 and 0 for none.</summary>
    int FirstSeq { get; }
    int LastSeq { get; }

    /// <summary>Which rows, by table; see <see cref="AuditSubjects"/>.</summary>
    string Subjects { get; }

    /// <summary>Names of the fields, separated by commas.</summary>
    string Fields { get; }
}

/// <summary>An entry on its way: written in the transaction of what it tells of, and waiting for its place in the chain.</summary>
internal sealed class AuditWaiting : IAuditFacts
{
    public required string Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public UserId? By { get; init; }
    public required string Kind { get; init; }
    public ChangeSetId? ChangeSetId { get; init; }
    public int FirstSeq { get; init; }
    public int LastSeq { get; init; }
    public required string Subjects { get; init; }
    public required string Fields { get; init; }
}

/// <summary>A link of the chain; positions begin at 1 and leave no gap. The database refuses to change or delete one.</summary>
internal sealed class AuditEntry : IAuditFacts
{
    public required long Position { get; init; }
    public required string Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public UserId? By { get; init; }
    public required string Kind { get; init; }
    public ChangeSetId? ChangeSetId { get; init; }
    public int FirstSeq { get; init; }
    public int LastSeq { get; init; }
    public required string Subjects { get; init; }
    public required string Fields { get; init; }

    /// <summary>Digest of the change rows covered, each with the salted digest of its values; empty where there are none.</summary>
    public required string Content { get; init; }

    /// <summary>Over the hash before it and everything above; in hexadecimal.</summary>
    public required string Hash { get; init; }
}

/// <summary>Where the chain ends: one row, locked by whoever makes it longer.</summary>
internal sealed class AuditHead
{
    public int Id { get; init; }
    public long Position { get; init; }
    public required string Hash { get; init; }
}

internal static class AuditTables
{
    public const string Entries = "kernel_audit";
    public const string Waiting = "kernel_audit_waiting";
    public const string Head = "kernel_audit_head";
    public const int LongestKind = 60;

    public static void Facts<T>(this EntityTypeBuilder<T> entry, string table) where T : class, IAuditFacts
    {
        entry.ToTable(table);
        entry.Property(e => e.Id).HasMaxLength(32).IsRequired();
        entry.Property(e => e.Kind).HasMaxLength(LongestKind);
    }
}

internal sealed class AuditWaitingTable : IEntityTypeConfiguration<AuditWaiting>
{
    public void Configure(EntityTypeBuilder<AuditWaiting> entry) => entry.Facts(AuditTables.Waiting);
}

internal sealed class AuditEntryTable : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        // First, or the id that is no key would be left nullable.
        entry.HasKey(e => e.Position);
        entry.Facts(AuditTables.Entries);
        entry.Property(e => e.Content).HasMaxLength(64);
        entry.Property(e => e.Hash).HasMaxLength(64);
        entry.HasIndex(e => e.At);
    }
}

internal sealed class AuditHeadTable : IEntityTypeConfiguration<AuditHead>
{
    public void Configure(EntityTypeBuilder<AuditHead> head)
    {
        head.ToTable(AuditTables.Head);
        head.Property(h => h.Hash).HasMaxLength(64);
    }
}
