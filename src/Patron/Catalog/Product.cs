using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Catalog;

/// <summary>Something that is sold, known by its code.</summary>
internal sealed class Product
{
    public required ProductId Id { get; init; }
    public required string Code { get; init; }
    public string? Name { get; set; }
    public string? Category { get; set; }

    /// <summary>Micros of the reporting currency.</summary>
    public long? Price { get; set; }
    public long? Cost { get; set; }

    /// <summary>While a file is taken: as the database has it.</summary>
    public ProductValues Stored { get; set; }
    public ProductValues Values => new(Name, Category, Price, Cost);
}

/// <summary>What a file may change of a product.</summary>
internal readonly record struct ProductValues(string? Name, string? Category, long? Price, long? Cost)
{
    public object?[] Recorded => [Name, Category, Price, Cost];
}

internal sealed class ProductTable : IEntityTypeConfiguration<Product>
{
    public void Configure(EntityTypeBuilder<Product> product)
    {
        product.ToTable("catalog_products");
        product.Property(p => p.Code).HasMaxLength(100);
        product.HasIndex(p => p.Code).IsUnique();
        product.Ignore(p => p.Stored);
        product.Ignore(p => p.Values);
    }
}

internal static class ProductSets
{
    extension(PatronDb db)
    {
        public DbSet<Product> Products => db.Set<Product>();
    }
}
