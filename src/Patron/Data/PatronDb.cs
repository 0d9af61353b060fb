using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Patron.Data.Audit;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>
/// One database for all rooms, on SQLite and on PostgreSQL. It names no entity of a room: each brings its own configuration and its own DbSet extension.
/// Saving appends what <see cref="Tell"/> noted to the change feed, in the same transaction.
/// Contexts are used again: making one costs more than a small question, and a page asks dozens. So what one leaves behind is forgotten when it is disposed of.
/// </summary>
public sealed class PatronDb(DbContextOptions<PatronDb> options) : DbContext(options)
{
    // A context that is used again may be given nothing but its options; they know who made it.
    private readonly IServiceProvider? program = options.FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider;
    private readonly Dictionary<string, HashSet<long>> told = [];

    /// <summary>What the audit will tell of this context's work; written with it, or by the <see cref="BulkSession"/> that it belongs to.</summary>
    public AuditNotes Audit { get; } = new();

    /// <summary>Null where nobody else writes.</summary>
    internal WaitingWriters? Writers => writers ??= program?.GetService<WaitingWriters>();
    private WaitingWriters? writers;

    private TimeProvider Clock => program?.GetRequiredService<TimeProvider>() ?? throw new InvalidOperationException("Only the program's own contexts write.");

    /// <summary>The session writes the notes when it commits: one entry for all that it did.</summary>
    internal bool AuditsAtCommit { get; set; }

    /// <summary>Notes that something of <paramref name="topic"/> changed for a customer; followers of the feed learn it once this context has saved.</summary>
    public void Tell(string topic, CustomerId customer)
    {
        if (!told.TryGetValue(topic, out var customers)) told[topic] = customers = [];
        customers.Add(customer.Value);
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        // Within a transaction the turn to write has come already.
        using WaitingWriters.Place? place = Database.CurrentTransaction is null ? Writers?.Enter() : null;
        foreach (var entry in ChangeTracker.Entries<IVersioned>().Where(e => e.State == EntityState.Modified))
            entry.Property(e => e.Version).CurrentValue++;
        // A set that a room adds by itself is told of as well, rows or none.
        foreach (var set in ChangeTracker.Entries<ChangeSet>().Where(e => e.State == EntityState.Added)) Audit.Begin(set.Entity);
        var audits = !AuditsAtCommit && !Audit.IsEmpty;
        if (told.Count == 0 && !audits) return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);

        var own = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellationToken) : null;
        await using (own)
        {
            var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
            var connection = Database.GetDbConnection();
            var transaction = Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(Database.CurrentTransaction!);
            foreach (var (topic, customers) in told)
                await ChangeFeed.Append(connection, transaction, Clock.GetUtcNow(), topic, customers, cancellationToken);
            if (audits) await Audit.Write(connection, transaction, Clock.GetUtcNow(), cancellationToken);
            if (own is not null) await own.CommitAsync(cancellationToken);
            told.Clear();
            return saved;
        }
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Save asynchronously: SaveChangesAsync also appends the change feed.");

    public override void Dispose()
    {
        Forget();
        base.Dispose();
    }

    public override ValueTask DisposeAsync()
    {
        Forget();
        return base.DisposeAsync();
    }

    private void Forget()
    {
        told.Clear();
        Audit.Clear();
        AuditsAtCommit = false;
    }

    // Days are numbers on both; instants are microseconds on SQLite, which can neither order nor compare DateTimeOffset, and timestamptz on PostgreSQL.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        if (Database.IsSqlite()) configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcMicroseconds>();
        configurationBuilder.Properties<DateOnly>().HaveConversion<DayNumber>();
        Typed<CustomerId>();
        Typed<SourceId>();
        Typed<SourceRecordId>();
        Typed<OrderId>();
        Typed<ProductId>();
        Typed<HoldingId>();
        Typed<InteractionId>();
        Typed<UserId>();
        Typed<JobId>();
        Typed<ImportId>();
        Typed<ChangeSetId>();
        Typed<HouseholdId>();
        Typed<OpportunityId>();
        Typed<LeadId>();
        Typed<ReasonId>();
        Typed<TaskId>();
        Typed<TeamId>();
        Typed<TicketId>();
        Typed<TicketEventId>();
        Typed<AnswerTemplateId>();
        Typed<TemplateId>();
        Typed<MessageId>();
        Typed<SegmentId>();
        Typed<CampaignId>();
        Typed<SuppressionId>();
        Typed<ApiKeyId>();

        void Typed<T>() where T : struct, IId<T> => configurationBuilder.Properties<T>().HaveConversion<IdConverter<T>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(PatronDb).Assembly);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            // The program makes ids; else SQLite would take AUTOINCREMENT and PostgreSQL IDENTITY.
            foreach (var key in entity.FindPrimaryKey()!.Properties) key.ValueGenerated = ValueGenerated.Never;
            foreach (var property in entity.GetProperties())
                if (property.IsPrimaryKey() || property.GetColumnName() == property.Name) property.SetColumnName(SnakeCase.Of(property.Name));
        }
    }

    private sealed class UtcMicroseconds() : ValueConverter<DateTimeOffset, long>(d => Instants.ToMicroseconds(d), m => Instants.FromMicroseconds(m));

    private sealed class DayNumber() : ValueConverter<DateOnly, int>(d => d.DayNumber, n => DateOnly.FromDayNumber(n));

    private sealed class IdConverter<T>() : ValueConverter<T, long>(id => id.Value, value => FromNumber(value)) where T : struct, IId<T>
    {
        // An expression tree cannot call a static abstract member itself.
        private static T FromNumber(long value) => T.From(value);
    }
}

/// <summary>A row guarded by a version that the program counts: SQLite has no tokens made by the database.</summary>
public interface IVersioned
{
    int Version { get; }
}

internal static class SnakeCase
{
    public static string Of(string name) =>
        string.Concat(name.Select((letter, at) => char.IsUpper(letter) ? (at > 0 ? "_" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
