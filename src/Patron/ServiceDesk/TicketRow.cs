using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.MailTickets;

namespace Patron.ServiceDesk;

/// <summary>A ticket as it is stored; see <see cref="Ticket"/>. Its times are those of its events, kept here so that lists and reports need not replay them.</summary>
internal sealed class TicketRow : IVersioned
{
    public required CustomerId CustomerId { get; init; }
    public required TicketId Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public required string Number { get; init; }
    public required TicketKind Kind { get; set; }
    public required TicketState State { get; set; }
    public required Severity Severity { get; set; }
    public bool SeveritySet { get; set; }
    public required long Stake { get; init; }
    public ReasonId? ReasonId { get; set; }
    public required string Title { get; set; }
    public string? Details { get; set; }
    public UserId? OwnerId { get; set; }
    public TeamId? TeamId { get; set; }
    public OrderId? OrderId { get; set; }
    public ProductId? ProductId { get; set; }
    public required DateTimeOffset OpenedAt { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }
    public DateTimeOffset? SolvedAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public DateTimeOffset? AnswerDue { get; set; }
    public DateTimeOffset? SolveDue { get; set; }
    public DateTimeOffset? NextDue { get; set; }

    /// <summary>New, open or waiting; for the index of the lists.</summary>
    public required bool IsOpen { get; set; }
    public string? Solution { get; set; }
    public long Goodwill { get; set; }
    public int Reopened { get; set; }

    /// <summary>The organisation's own fields, as RowValues writes them; null for none.</summary>
    public string? Custom { get; set; }
    public int Version { get; set; }

    public Ticket Shown => new(
        CustomerId, Id, Number, Kind, State, Severity, SeveritySet, Stake, ReasonId, Title, Details, OwnerId, TeamId, OrderId, ProductId, OpenedAt, AnsweredAt, SolvedAt, ClosedAt,
        AnswerDue, SolveDue, NextDue, Solution, Goodwill, Reopened, Version) { Custom = Custom };

    /// <summary>What may change, in the order of <see cref="TicketTable.Recorded"/>: numbers, texts, null; instants are microseconds.</summary>
    public object?[] Values =>
    [
        (long)Kind, (long)State, (long)Severity, SeveritySet ? 1L : 0L, ReasonId?.Value, Title, Details, OwnerId?.Value, TeamId?.Value, OrderId?.Value, ProductId?.Value,
        Micros(OpenedAt), Micros(AnsweredAt), Micros(SolvedAt), Micros(ClosedAt), Micros(AnswerDue), Micros(SolveDue), Micros(NextDue), IsOpen ? 1L : 0L, Solution, Goodwill, (long)Reopened, Custom,
    ];

    /// <summary>Of what people know a ticket by that has no number of a source: the end of its id.</summary>
    public static string NumberOf(TicketId id) => id.ToString()[^7..].ToUpperInvariant();

    private static long? Micros(DateTimeOffset? at) => at is { } instant ? Instants.ToMicroseconds(instant) : null;
}

internal sealed class TicketTable : IEntityTypeConfiguration<TicketRow>
{
    public const string Name = "service_tickets";
    public const int LongestNumber = 100, LongestTitle = 200, LongestDetails = 8_000;

    /// <summary>The columns that a change set keeps.</summary>
    public static readonly RecordedColumn[] Recorded =
    [
        new("kind"), new("state"), new("severity"), new("severity_set"), new("reason_id"), new("title"), new("details"), new("owner_id"), new("team_id"), new("order_id"), new("product_id"),
        new("opened_at", IsInstant: true), new("answered_at", IsInstant: true), new("solved_at", IsInstant: true), new("closed_at", IsInstant: true),
        new("answer_due", IsInstant: true), new("solve_due", IsInstant: true), new("next_due", IsInstant: true), new("is_open"), new("solution"), new("goodwill"), new("reopened"), new("custom"),
    ];

    public void Configure(EntityTypeBuilder<TicketRow> ticket)
    {
        ticket.ToTable(Name);
        ticket.HasKey(t => new { t.CustomerId, t.Id });
        ticket.Property(t => t.Number).HasMaxLength(LongestNumber);
        ticket.Property(t => t.Title).HasMaxLength(LongestTitle);
        ticket.Property(t => t.Details).HasMaxLength(LongestDetails);
        ticket.Property(t => t.Solution).HasMaxLength(LongestDetails);
        // Undo writes recorded numbers back as they are, so flags are numbers too.
        ticket.Property(t => t.SeveritySet).HasConversion<int>();
        ticket.Property(t => t.IsOpen).HasConversion<int>();
        ticket.Property(t => t.Version).IsConcurrencyToken();
        // Lists of the open ones in the order of what is due: all, one person's, one team's. Reports by when a ticket was opened and solved.
        ticket.HasIndex(t => new { t.IsOpen, t.NextDue, t.CustomerId });
        ticket.HasIndex(t => new { t.OwnerId, t.IsOpen, t.NextDue });
        ticket.HasIndex(t => new { t.TeamId, t.IsOpen, t.NextDue });
        ticket.HasIndex(t => new { t.OpenedAt, t.CustomerId, t.AnsweredAt, t.AnswerDue });
        ticket.HasIndex(t => t.SolvedAt);
        ticket.HasIndex(t => t.Number);
        // A ticket is shown, and a deed taken back, by its id.
        ticket.HasIndex(t => t.Id);
    }
}

/// <summary>Something that happened to a ticket; the clocks are replayed from these.</summary>
internal sealed class TicketEventRow
{
    public required CustomerId CustomerId { get; init; }
    public required TicketEventId Id { get; init; }
    public SourceRecordId? SourceRecordId { get; init; }
    public required TicketId TicketId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required TicketEventKind Kind { get; init; }
    public UserId? By { get; init; }

    /// <summary>What was answered, asked, noted, or why.</summary>
    public string? Text { get; init; }

    /// <summary>Goodwill: micros asked for, and what the customer earned us in the year before.</summary>
    public long? Amount { get; init; }
    public long? Worth { get; init; }

    /// <summary>The e-mail by which the text went to the customer; null: it did not. Its Message-ID, so that what comes back is known.</summary>
    public MessageId? MailId { get; set; }
    public TicketMailState? Mail { get; set; }

    /// <summary>Why it failed or is unknown: one word of <see cref="MailWhy"/>.</summary>
    public string? MailWhy { get; set; }
    public int? MailTries { get; set; }
}

internal sealed class TicketEventTable : IEntityTypeConfiguration<TicketEventRow>
{
    public const string Name = "service_events";

    public void Configure(EntityTypeBuilder<TicketEventRow> happened)
    {
        happened.ToTable(Name);
        happened.HasKey(e => new { e.CustomerId, e.Id });
        happened.Property(e => e.Text).HasMaxLength(TicketTable.LongestDetails);
        happened.HasIndex(e => new { e.CustomerId, e.TicketId });
        happened.HasIndex(e => new { e.Kind, e.At });
        happened.HasIndex(e => e.Id);
        // What comes back names the mail; My day asks for those that did not arrive.
        happened.Property(e => e.MailWhy).HasMaxLength(20);
        happened.HasIndex(e => e.MailId);
        happened.HasIndex(e => e.Mail);
    }
}

/// <summary>An answer to begin with; see <see cref="Answers"/> for what stands in for names.</summary>
internal sealed class TemplateRow
{
    public required AnswerTemplateId Id { get; init; }
    public required string Name { get; set; }
    public required string Text { get; set; }
}

internal sealed class TemplateTable : IEntityTypeConfiguration<TemplateRow>
{
    public const string Name = "service_templates";
    public const int LongestName = 100, LongestText = 4_000;

    public void Configure(EntityTypeBuilder<TemplateRow> template)
    {
        template.ToTable(Name);
        template.Property(t => t.Name).HasMaxLength(LongestName);
        template.Property(t => t.Text).HasMaxLength(LongestText);
    }
}

internal static class ServiceSets
{
    extension(PatronDb db)
    {
        public DbSet<TicketRow> Tickets => db.Set<TicketRow>();
        public DbSet<TicketEventRow> TicketEvents => db.Set<TicketEventRow>();
        public DbSet<TemplateRow> AnswerTemplates => db.Set<TemplateRow>();
    }
}
