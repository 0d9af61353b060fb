using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Interactions.Contracts;
using Patron.Kernel;

namespace Patron.Interactions;

internal enum Direction { In = 1, Out = 2 }

/// <summary>Anything that happened with a customer. Calls, letters, mails, visits, notes are kinds of it.</summary>
internal sealed class Interaction : IVersioned
{
    public required CustomerId CustomerId { get; init; }
    public required InteractionId Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public required DateTimeOffset At { get; set; }

    /// <summary>call, letter, fax, mail, message, visit, exhibition, event, complaint, note ...; see <see cref="InteractionKinds"/>.</summary>
    public required string Kind { get; set; }
    public string? Channel { get; init; }
    public Direction? Direction { get; set; }

    /// <summary>The user who acted.</summary>
    public UserId? Agent { get; init; }
    public string? ReferenceKind { get; init; }
    public long? ReferenceId { get; init; }

    /// <summary>JSON: subject, text, outcome and what else the kind has.</summary>
    public required string Payload { get; set; }
    public int Version { get; set; }
}

internal static class InteractionKinds
{
    public const string Note = "note", Call = "call";

    /// <summary>Kinds that have a name in the four languages; a file's own word stays as it is.</summary>
    public static bool IsNamed(string kind) => Contacts.Contains(kind) || kind is IWritesContacts.Answer or IWritesContacts.Document;

    /// <summary>What people log, the most usual first.</summary>
    public static readonly string[] Contacts = [Call, "visit", "mail", "message", "letter", "fax", "exhibition", "event"];
}

internal sealed class InteractionTable : IEntityTypeConfiguration<Interaction>
{
    public void Configure(EntityTypeBuilder<Interaction> interaction)
    {
        interaction.ToTable("interactions");
        interaction.HasKey(i => new { i.CustomerId, i.Id });
        interaction.Property(i => i.Kind).HasMaxLength(40);
        interaction.Property(i => i.Channel).HasMaxLength(40);
        interaction.Property(i => i.ReferenceKind).HasMaxLength(40);
        interaction.Property(i => i.Version).IsConcurrencyToken();
        interaction.HasIndex(i => new { i.CustomerId, i.At });
        // Reports count all of a period.
        interaction.HasIndex(i => i.At);
        // What a change set created is taken back by the ids of its rows.
        interaction.HasIndex(i => i.Id);
    }
}

internal static class InteractionSets
{
    extension(PatronDb db)
    {
        public DbSet<Interaction> Interactions => db.Set<Interaction>();
    }
}
