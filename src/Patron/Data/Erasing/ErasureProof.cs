using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Kernel;

namespace Patron.Data.Erasing;

/// <summary>Why a person is erased. A choice, not a text: a text could name whom it is about.</summary>
public enum ErasureReason { Asked = 1, NoLongerNeeded = 2, TakenByMistake = 3, Ordered = 4 }

public enum ErasureVerdict
{
    UnderWay = 1,

    /// <summary>Nothing of the person was found anywhere but where other customers say it of themselves.</summary>
    Clean = 2,

    /// <summary>Something that reads like the person stands in a table that is nobody's in particular, or in a file that could not be deleted.</summary>
    Left = 3,

    /// <summary>The program was stopped between erasing and looking: the texts to look for were gone with it, so tables were looked through by ids alone.</summary>
    ByIdsAlone = 4,
}

/// <param name="Erased">Rows that went.</param>
/// <param name="Rows">Rows that were looked through afterwards; null in a preview.</param>
/// <param name="Left">Of them those that still name the customers' ids or hold their texts.</param>
/// <param name="Others">Rows of other customers that hold the same text: a namesake, a shared phone.</param>
public sealed record ErasedTable(string Table, long Erased, long? Rows, long Left, long Others);

/// <param name="Folder">Of the data directory.</param>
/// <param name="Looked">Files looked through.</param>
/// <param name="Deleted">Of them those that were deleted whole, because the person stood in them or they had brought the person's rows.</param>
/// <param name="Left">Those that hold the person's texts and could not be deleted.</param>
public sealed record ErasedFolder(string Folder, int Looked, int Deleted, int Left);

/// <summary>What an erasure took away, where it looked afterwards, and what it found; without a value of the person.</summary>
/// <param name="Customers">Ids, those included who had been merged into others.</param>
/// <param name="Texts">How many texts were looked for (names, addresses of mail, phone numbers).</param>
/// <param name="Masked">Texts overwritten in tables that belong to no customer.</param>
/// <param name="Rebuilt">The database file was written anew, because the space of deleted rows in it still held them. PostgreSQL: false, see the documentation.</param>
/// <param name="Sources">The systems whose records were erased: who sends them again makes a new customer.</param>
public sealed record ErasureDocument(
    string Id, DateTimeOffset At, DateTimeOffset? EndedAt, UserId? By, ErasureReason Reason, IReadOnlyList<string> Customers, int Records, int Texts, long Masked, bool Rebuilt,
    IReadOnlyList<string> Sources, IReadOnlyList<ErasedTable> Tables, IReadOnlyList<ErasedFolder> Folders, ErasureVerdict Verdict);

/// <summary>A proof as it is kept.</summary>
internal sealed class ErasureProofRow
{
    /// <summary>That of the job.</summary>
    public required long Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public UserId? By { get; init; }
    public required ErasureVerdict Verdict { get; set; }

    /// <summary>JSON of <see cref="ErasureDocument"/>.</summary>
    public required string Document { get; set; }

    /// <summary>SHA-256 of <see cref="Document"/>, to be noted elsewhere.</summary>
    public required string Digest { get; set; }
}

internal sealed class ErasureProofTable : IEntityTypeConfiguration<ErasureProofRow>
{
    public const string Name = "kernel_erasure_proofs";

    public void Configure(EntityTypeBuilder<ErasureProofRow> proof)
    {
        proof.ToTable(Name);
        proof.Property(p => p.Digest).HasMaxLength(64);
    }
}
