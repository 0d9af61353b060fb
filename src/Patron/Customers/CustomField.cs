using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Customers.Contracts;
using Patron.Data;

namespace Patron.Customers;

/// <summary>A field beyond the core ones; its values lie in the customers' JSON column by <see cref="Key"/>.</summary>
internal sealed class CustomField
{
    public required string Key { get; init; }
    public required CustomFieldType Type { get; init; }

    /// <summary>Null: ready-made, its label is in the resources under customers.field.KEY. Else the label that a person gave.</summary>
    public string? Label { get; init; }

    /// <summary>Ethnic group, religion, health: off until a purpose and a consent are set.</summary>
    public bool Special { get; init; }

    /// <summary>JSON array of the choices; null where free.</summary>
    public string? Choices { get; init; }

    /// <summary>Shown in forms; a ready-made field becomes so when it is first used.</summary>
    public bool InUse { get; set; }
}

internal sealed class CustomFieldTable : IEntityTypeConfiguration<CustomField>
{
    public void Configure(EntityTypeBuilder<CustomField> field)
    {
        field.ToTable("customers_custom_fields");
        field.HasKey(f => f.Key);
        field.Property(f => f.Key).HasMaxLength(60);
        field.Property(f => f.Label).HasMaxLength(100);
    }
}

internal static class CustomFieldSets
{
    extension(PatronDb db)
    {
        public DbSet<CustomField> CustomFields => db.Set<CustomField>();
    }
}
