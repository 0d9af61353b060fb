using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.RelationForm;

/// <summary>The form of our relation to a customer as a person set it; what is null here, sources may say. One row for a customer, but after merges.</summary>
internal sealed class FormRow
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }

    /// <summary>Null: it comes from no record.</summary>
    public SourceRecordId? SourceRecordId { get; init; }

    /// <summary>Words of <see cref="FormTerms"/>, perhaps such as were used before.</summary>
    public string? Level { get; init; }
    public string? Service { get; init; }
    public string? Channel { get; init; }

    /// <summary>Who serves the customer: one of us, a team, or one of us in a team.</summary>
    public UserId? UserId { get; init; }
    public TeamId? TeamId { get; init; }

    /// <summary>Since when that one serves.</summary>
    public DateOnly? Since { get; init; }
    public required DateTimeOffset At { get; init; }
    public UserId? By { get; init; }

    /// <summary>In the order of <see cref="HandTable.Said"/>.</summary>
    public object?[] Said => [Level, Service, Channel, UserId?.Value, TeamId?.Value, Since?.DayNumber];
}

internal sealed class FormTable : IEntityTypeConfiguration<FormRow>
{
    public const string Name = "customers_forms";
    public static readonly HandTable Hand = new(Name, "form.", Topics.Customers, [], ["level", "service", "channel", "user_id", "team_id", "since"], 34, "customers.form.refused.changed");

    public void Configure(EntityTypeBuilder<FormRow> form)
    {
        form.ToTable(Name);
        form.HasKey(f => new { f.CustomerId, f.Id });
        form.Ignore(f => f.Said);
        form.Property(f => f.Level).HasMaxLength(TermLists.LongestName);
        form.Property(f => f.Service).HasMaxLength(TermLists.LongestName);
        form.Property(f => f.Channel).HasMaxLength(TermLists.LongestName);
        // A deed is taken back by the ids of its rows.
        form.HasIndex(f => f.Id);
    }
}

internal enum AgreementKind
{
    Contract = 1,
    Membership = 2,
}

internal enum AgreementState
{
    Holds = 1,

    /// <summary>A person took it away; kept for its history.</summary>
    Removed = 2,
}

/// <summary>A contract with a customer, or a membership of the customer's, that a person entered.</summary>
internal sealed class AgreementRow
{
    public required CustomerId CustomerId { get; init; }
    public required long Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public required AgreementKind Kind { get; init; }
    public required string Name { get; init; }

    /// <summary>The contract's or card's number.</summary>
    public string? Number { get; init; }

    /// <summary>Both days included; null: open.</summary>
    public DateOnly? Starts { get; init; }
    public DateOnly? Ends { get; init; }
    public string? Note { get; init; }
    public required AgreementState State { get; init; }
    public required DateTimeOffset At { get; init; }
    public UserId? By { get; init; }

    public object?[] Said => [Name, Number, Starts?.DayNumber, Ends?.DayNumber, Note, (int)State];
}

internal sealed class AgreementTable : IEntityTypeConfiguration<AgreementRow>
{
    public const string Name = "customers_agreements";
    public const int LongestName = 200, LongestNote = 1_000;
    public static readonly HandTable Hand = new(Name, "agreement.", Topics.Customers, ["kind"], ["name", "number", "starts", "ends", "note", "state"], 34, "customers.form.refused.changed");

    public void Configure(EntityTypeBuilder<AgreementRow> agreement)
    {
        agreement.ToTable(Name);
        agreement.HasKey(a => new { a.CustomerId, a.Id });
        agreement.Ignore(a => a.Said);
        agreement.Property(a => a.Name).HasMaxLength(LongestName);
        agreement.Property(a => a.Number).HasMaxLength(TermLists.LongestName);
        agreement.Property(a => a.Note).HasMaxLength(LongestNote);
        agreement.HasIndex(a => a.Id);
    }
}
