using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Patron.Data.Erasing;

internal enum ErasedThing { Customer = 1, Record = 2 }

/// <summary>
/// An id on the erasure list. Ids never come again, and say nothing of who it was. Records stand there beside the customers, because in an older
/// backup a record may lie with another customer than the one that was erased.
/// </summary>
internal sealed class ErasureRow
{
    public required long Id { get; init; }
    public required ErasedThing What { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class ErasureTable : IEntityTypeConfiguration<ErasureRow>
{
    public const string Name = "kernel_erasures";

    public void Configure(EntityTypeBuilder<ErasureRow> erasure) => erasure.ToTable(Name);
}
