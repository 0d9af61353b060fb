using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Imports;

/// <summary>One file on its way in: uploaded, read, mapped, checked, applied.</summary>
internal sealed class Import
{
    public required ImportId Id { get; init; }
    public required SourceId SourceId { get; set; }

    /// <summary>customers, orders, order-lines, products, holdings, interactions.</summary>
    public required string Kind { get; set; }
    public required string FileName { get; init; }

    /// <summary>Where the file lies, relative to the data directory; null once it is gone.</summary>
    public string? StoredFile { get; set; }

    /// <summary>JSON: how it is read and what each column becomes.</summary>
    public string? Settings { get; set; }

    /// <summary>JSON: what the check found and would do.</summary>
    public string? Plan { get; set; }

    /// <summary>JSON: what was done.</summary>
    public string? Result { get; set; }

    /// <summary>JSON: why a file that came by itself waits for somebody to decide; null where it does not.</summary>
    public string? Waits { get; init; }
    public JobId? CheckJobId { get; set; }
    public JobId? ApplyJobId { get; set; }
    public JobId? UndoJobId { get; set; }
    public ChangeSetId? ChangeSetId { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public UserId? CreatedBy { get; init; }
}

internal sealed class ImportTable : IEntityTypeConfiguration<Import>
{
    public void Configure(EntityTypeBuilder<Import> import)
    {
        import.ToTable("imports");
        import.Property(i => i.Kind).HasMaxLength(20);
        import.Property(i => i.FileName).HasMaxLength(300);
        import.Property(i => i.StoredFile).HasMaxLength(300);
    }
}

/// <summary>How the files of a source and kind were last read and mapped: proposed again for the next one.</summary>
internal sealed class ImportTemplate
{
    public required SourceId SourceId { get; init; }
    public required string Kind { get; init; }
    public required string Settings { get; set; }
}

internal sealed class ImportTemplateTable : IEntityTypeConfiguration<ImportTemplate>
{
    public void Configure(EntityTypeBuilder<ImportTemplate> template)
    {
        template.ToTable("imports_templates");
        template.HasKey(t => new { t.SourceId, t.Kind });
        template.Property(t => t.Kind).HasMaxLength(20);
    }
}

internal static class ImportSets
{
    extension(PatronDb db)
    {
        public DbSet<Import> Imports => db.Set<Import>();
        public DbSet<ImportTemplate> ImportTemplates => db.Set<ImportTemplate>();
    }
}
