using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Messaging.WriteTemplates;

/// <summary>A text with the customer's fields in it. What was sent keeps the version that it was made of.</summary>
internal sealed class Template
{
    public required TemplateId Id { get; init; }
    public required string Name { get; set; }

    /// <summary>Never changes: the parts of a letter are not those of an e-mail.</summary>
    public required string Channel { get; init; }
    public required int Version { get; set; }

    /// <summary>Not offered any more; what uses it goes on.</summary>
    public bool Retired { get; set; }
}

internal sealed class TemplateTable : IEntityTypeConfiguration<Template>
{
    public const int LongestName = 100;

    public void Configure(EntityTypeBuilder<Template> template)
    {
        template.ToTable("messaging_templates");
        template.HasKey(t => t.Id);
        template.Property(t => t.Name).HasMaxLength(LongestName);
        template.Property(t => t.Channel).HasMaxLength(20);
    }
}

/// <summary>What a template said from an instant on; never changed.</summary>
internal sealed class TemplateVersion
{
    public required TemplateId TemplateId { get; init; }
    public required int Version { get; init; }

    /// <summary>JSON of <see cref="TemplateContent"/>.</summary>
    public required string Content { get; init; }
    public required DateTimeOffset At { get; init; }
    public UserId? By { get; init; }
}

internal sealed class TemplateVersionTable : IEntityTypeConfiguration<TemplateVersion>
{
    public void Configure(EntityTypeBuilder<TemplateVersion> version)
    {
        version.ToTable("messaging_template_versions");
        version.HasKey(v => new { v.TemplateId, v.Version });
    }
}

internal static class TemplateSets
{
    extension(PatronDb db)
    {
        public DbSet<Template> MessageTemplates => db.Set<Template>();
        public DbSet<TemplateVersion> MessageTemplateVersions => db.Set<TemplateVersion>();
    }
}
