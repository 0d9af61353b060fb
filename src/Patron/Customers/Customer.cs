using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers;

/// <summary>
/// A person or organisation we know as one: the golden record, whose values identity resolution picks among the source records.
/// Also the anonymous buyer of one order, who is not counted among customers.
/// </summary>
internal sealed class Customer : IVersioned
{
    public required CustomerId Id { get; init; }
    public required CustomerKind Kind { get; set; }

    /// <summary>Made for one order without a customer.</summary>
    public bool Anonymous { get; set; }

    /// <summary>The customer that this one became part of; its own rows have moved there.</summary>
    public CustomerId? MergedInto { get; set; }

    /// <summary>Since when it lies in the bin.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>The change set by which it went there: who did it stands in that.</summary>
    public ChangeSetId? DeletedIn { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    public string? Title { get; set; }

    /// <summary>As shown: in the person's own script where known, else Latin; an organisation's name.</summary>
    public string? Name { get; set; }
    public string? GivenName { get; set; }
    public string? FamilyName { get; set; }

    /// <summary>The name in Latin letters, where <see cref="Name"/> is in another script.</summary>
    public string? LatinName { get; set; }

    /// <summary>Where a person buys for a company.</summary>
    public string? Company { get; set; }
    public string? Email { get; set; }

    /// <summary>International digits with a leading plus, or as written where they cannot be read.</summary>
    public string? Phone { get; set; }
    public string? Street { get; set; }
    public string? City { get; set; }
    public string? Region { get; set; }
    public string? Postal { get; set; }

    /// <summary>ISO 3166 alpha-2.</summary>
    public string? Country { get; set; }
    public DateOnly? Birth { get; set; }
    public Sex? Sex { get; set; }

    /// <summary>BCP 47.</summary>
    public string? Language { get; set; }

    /// <summary>IANA name.</summary>
    public string? TimeZone { get; set; }

    /// <summary>The acquisition source: trade fair, magazine, referral ...</summary>
    public string? Acquired { get; set; }

    /// <summary>Known since, as the sources say.</summary>
    public DateOnly? Since { get; set; }

    /// <summary>Custom fields: a JSON object by key.</summary>
    public string? Custom { get; set; }

    /// <summary>Bit n is set when a record of the source with number n is joined.</summary>
    public long SourceMask { get; set; }
    public int Version { get; set; }
}

internal sealed class CustomerTable : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> customer)
    {
        customer.ToTable("customers");
        customer.Property(c => c.Version).IsConcurrencyToken();
        customer.HasIndex(c => c.MergedInto);
        // Only those in the bin are in the index, so that it costs the others nothing.
        customer.HasIndex(c => c.DeletedAt).HasFilter("deleted_at is not null");
    }
}

internal static class CustomerSets
{
    extension(PatronDb db)
    {
        public DbSet<Customer> Customers => db.Set<Customer>();
    }
}
