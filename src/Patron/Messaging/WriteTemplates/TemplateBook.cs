using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;

namespace Patron.Messaging.WriteTemplates;

internal sealed record NoTemplateName() : FieldRefusal("messaging.template.refused.name", "name");

internal sealed record TemplateNameTaken() : FieldRefusal("messaging.template.refused.taken", "name");

/// <summary>The template cannot be read at all.</summary>
internal sealed record TemplateBroken(string Part, string Language, string What) : FieldRefusal("messaging.template.refused.broken", "body");

/// <summary>It would print a value that this customer does not have.</summary>
internal sealed record TemplateValueMissing(string Part, string Language, string Field) : Refusal("messaging.template.refused.value");

internal sealed record NoSuchTemplate() : Refusal("messaging.template.refused.gone")
{
    public override int Status => StatusCodes.Status404NotFound;
}

internal sealed record NoSuchCustomer() : Refusal("messaging.template.refused.customer")
{
    public override int Status => StatusCodes.Status404NotFound;
}

/// <param name="Version">Of the words, from 1.</param>
internal sealed record KnownTemplate(TemplateId Id, string Name, string Channel, int Version, bool Retired, CompiledTemplate Compiled);

/// <summary>Keeps templates and their versions, and makes them ready; what was made ready is kept in memory, for a version never changes.</summary>
internal sealed class TemplateBook(IDbContextFactory<PatronDb> contexts, ICustomerReads customers, IdMaker ids, TimeProvider clock) : ITemplates
{
    /// <summary>Begins the kinds of its change sets, and what they tell of.</summary>
    public const string Kinds = "template.", Entity = "messaging_templates";
    private const int CheckedAtOnce = 1_000;
    private static readonly JsonSerializerOptions Json = new() { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };
    private readonly ConcurrentDictionary<(TemplateId, int), CompiledTemplate> ready = new();

    public async Task<IReadOnlyList<TemplateName>> All(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.MessageTemplates.AsNoTracking().Where(t => !t.Retired).OrderBy(t => t.Name).Select(t => new TemplateName(t.Id, t.Name, t.Channel)).ToListAsync(ct);
    }

    public async Task<IReadOnlyDictionary<TemplateId, TemplateState>> States(IReadOnlyCollection<TemplateId> templates, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.MessageTemplates.AsNoTracking().Where(t => templates.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => new TemplateState(t.Channel, t.Version), ct);
    }

    public Task<Result<TemplateId>> Add(string name, string channel, string language, string subject, string text, UserId? by, CancellationToken ct) =>
        Save(null, name, channel, new(BodyFormat.Markdown, Layouts.Letter, false, language, new Dictionary<string, TemplateWords> { [language] = new(subject, text) }), retired: false, by, ct);

    public async Task Forget(BulkSession session, IReadOnlyCollection<TemplateId> templates, CancellationToken ct)
    {
        await session.Db.MessageTemplateVersions.Where(v => templates.Contains(v.TemplateId)).ExecuteDeleteAsync(ct);
        await session.Db.MessageTemplates.Where(t => templates.Contains(t.Id)).ExecuteDeleteAsync(ct);
    }

    /// <summary>With those not offered any more.</summary>
    public async Task<IReadOnlyList<Template>> Kept(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.MessageTemplates.AsNoTracking().OrderBy(t => t.Retired).ThenBy(t => t.Name).ToListAsync(ct);
    }

    /// <summary>Those that exist, as they are now; what waits is sent in these words.</summary>
    public async Task<IReadOnlyDictionary<TemplateId, KnownTemplate>> Current(IReadOnlyCollection<TemplateId> templates, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.MessageTemplates.AsNoTracking().Where(t => templates.Contains(t.Id)).ToListAsync(ct);
        var found = new Dictionary<TemplateId, KnownTemplate>();
        foreach (var row in rows) found[row.Id] = new(row.Id, row.Name, row.Channel, row.Version, row.Retired, await Ready(db, row.Id, row.Version, ct));
        return found;
    }

    public async Task<KnownTemplate?> Find(TemplateId template, CancellationToken ct) => (await Current([template], ct)).GetValueOrDefault(template);

    /// <summary>An earlier version, for what was sent in it.</summary>
    public async Task<CompiledTemplate?> Version(TemplateId template, int version, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.MessageTemplateVersions.AnyAsync(v => v.TemplateId == template && v.Version == version, ct) ? await Ready(db, template, version, ct) : null;
    }

    /// <summary>Makes a template, or a new version of one.</summary>
    /// <param name="id">Null: a new one.</param>
    public async Task<Result<TemplateId>> Save(TemplateId? id, string? name, string channel, TemplateContent content, bool retired, UserId? by, CancellationToken ct)
    {
        var called = name?.Trim() ?? "";
        if (called.Length is 0 or > TemplateTable.LongestName) return new NoTemplateName();
        if (Unreadable(content) is { } broken) return broken;
        // The first id of a program takes a lease in the database, which could not be written within the transaction.
        var (fresh, told) = (id ?? ids.Next<TemplateId>(), ids.Next<ChangeSetId>());
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var db = session.Db;
        if (await db.MessageTemplates.AnyAsync(t => t.Name == called && t.Id != id, ct)) return new TemplateNameTaken();
        Template? row = null;
        Dictionary<string, object?>? before = null;
        if (id is { } known)
        {
            row = await db.MessageTemplates.FirstOrDefaultAsync(t => t.Id == known, ct);
            if (row is null) return new NoSuchTemplate();
            before = Told(row);
            (row.Name, row.Retired) = (called, retired);
        }
        else
        {
            row = new() { Id = fresh, Name = called, Channel = channel, Version = 0 };
            db.Add(row);
        }
        var json = JsonSerializer.Serialize(content, Json);
        var (of, version) = (row.Id, row.Version);
        if (version == 0 || await db.MessageTemplateVersions.Where(v => v.TemplateId == of && v.Version == version).Select(v => v.Content).FirstAsync(ct) != json)
        {
            row.Version++;
            db.Add(new TemplateVersion { TemplateId = row.Id, Version = row.Version, Content = json, At = clock.GetUtcNow(), By = by });
        }
        var after = Told(row);
        var changed = before is null ? [.. after.Keys] : after.Keys.Where(f => !Equals(before[f], after[f])).ToList();
        if (changed.Count > 0)
        {
            var set = new ChangeSet { Id = told, At = clock.GetUtcNow(), By = by, Kind = Kinds + (before is null ? "add" : "change") };
            new ChangeRecorder(db, set).Row(Entity, row.Id.Value, default, before is null ? null : changed.ToDictionary(f => f, f => before[f]), changed.ToDictionary(f => f, f => after[f]));
        }
        await db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return row.Id;
    }

    internal static Dictionary<string, object?> Told(Template row) => new() { ["name"] = row.Name, ["retired"] = row.Retired, ["version"] = (long)row.Version };

    public async Task<Result<RenderedMessage>> Preview(TemplateId template, CustomerId customer, ArmOffer offer, CancellationToken ct)
    {
        if (await Find(template, ct) is not { } known) return new NoSuchTemplate();
        if ((await customers.Find([customer], ct)).GetValueOrDefault(customer) is not { } card) return new NoSuchCustomer();
        return Render(known.Compiled, card, await Context(offer, ct));
    }

    /// <summary>Of words that are still being written.</summary>
    public async Task<Result<RenderedMessage>> Preview(TemplateContent content, string channel, CustomerId customer, CancellationToken ct)
    {
        if (Unreadable(content) is { } broken) return broken;
        if ((await customers.Find([customer], ct)).GetValueOrDefault(customer) is not { } card) return new NoSuchCustomer();
        return Render(CompiledTemplate.Compile(content), card, await Context(SampleOffer, ct), channel);
    }

    public async Task<IReadOnlyList<TemplateFault>> Check(TemplateId template, IReadOnlyList<CustomerId> audience, ArmOffer offer, int most, CancellationToken ct)
    {
        var faults = new List<TemplateFault>();
        if (await Find(template, ct) is not { } known) return [.. audience.Take(most).Select(c => new TemplateFault(c, "body", "?"))];
        var context = await Context(offer, ct);
        if (!known.Compiled.HangsOnGapsAlone) return await CheckEach(known.Compiled, audience, context, most, ct);
        // Whoever has the same gaps gets the same words wrong: one of each is enough.
        var patterns = await customers.Patterns(audience, known.Compiled.Custom, ct);
        var sample = new Dictionary<ValuePattern, CustomerId>();
        for (var at = 0; at < patterns.Length; at++)
            if (patterns[at] is { } pattern) sample.TryAdd(pattern, audience[at]);
        var cards = await customers.Find([.. sample.Values], ct);
        var faulty = sample.Where(s => cards.ContainsKey(s.Value)).Select(s => (s.Key, Fault: Faulty(known.Compiled, cards[s.Value], context))).Where(f => f.Fault is not null).ToDictionary(f => f.Key, f => f.Fault!);
        for (var at = 0; at < patterns.Length && faulty.Count > 0 && faults.Count < most; at++)
            if (patterns[at] is { } pattern && faulty.TryGetValue(pattern, out var fault)) faults.Add(Told(audience[at], fault));
        return faults;
    }

    private async Task<IReadOnlyList<TemplateFault>> CheckEach(CompiledTemplate template, IReadOnlyList<CustomerId> audience, TemplateContext context, int most, CancellationToken ct)
    {
        var faults = new List<TemplateFault>();
        foreach (var some in audience.Chunk(CheckedAtOnce))
        {
            var cards = await customers.Find(some, ct);
            foreach (var customer in some)
            {
                if (faults.Count >= most) return faults;
                if (cards.TryGetValue(customer, out var card) && Faulty(template, card, context) is { } fault) faults.Add(Told(customer, fault));
            }
        }
        return faults;
    }

    private static TemplateFault Told(CustomerId customer, TemplateFaultException fault) => new(customer, fault.Part, fault.IsValue ? "{{" + fault.What + "}}" : fault.What);

    private static TemplateFaultException? Faulty(CompiledTemplate template, CustomerCard card, TemplateContext context)
    {
        try
        {
            template.Render(card, context);
            return null;
        }
        catch (TemplateFaultException e)
        {
            return e;
        }
    }

    private static Result<RenderedMessage> Render(CompiledTemplate template, CustomerCard card, TemplateContext context, string channel = "email")
    {
        try
        {
            var (words, language) = template.Render(card, context);
            return words with { Html = words.Html is { } body && channel == "email" ? Layouts.Wrap(template.Content.Layout, language, words.Subject, context.Organisation, body, [(context.Organisation, null)], null) : words.Html };
        }
        catch (TemplateFaultException e)
        {
            return e.IsValue ? new TemplateValueMissing(e.Part, e.Language, e.What) : new TemplateBroken(e.Part, e.Language, e.What);
        }
    }

    private static TemplateBroken? Unreadable(TemplateContent content)
    {
        try
        {
            CompiledTemplate.Compile(content);
            return null;
        }
        catch (TemplateFaultException e)
        {
            return new TemplateBroken(e.Part, e.Language, e.What);
        }
    }

    /// <summary>For a preview: links that lead nowhere, and a code of nobody's.</summary>
    private async Task<TemplateContext> Context(ArmOffer offer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var organisation = await db.Organisation(ct);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), organisation.Zone).DateTime);
        return new(organisation.Name, today, TemplateFields.Links.ToDictionary(l => l, l => "#" + l), SampleCode, offer);
    }

    private const string SampleCode = "PATRON-0000";

    /// <summary>For a template that is looked at by itself: the words stand for what a campaign will put there.</summary>
    public static ArmOffer SampleOffer { get; } = new("{{offer}}", "{{offerValue}}", new(2030, 12, 31));

    private async Task<CompiledTemplate> Ready(PatronDb db, TemplateId template, int version, CancellationToken ct)
    {
        if (ready.TryGetValue((template, version), out var compiled)) return compiled;
        var json = await db.MessageTemplateVersions.AsNoTracking().Where(v => v.TemplateId == template && v.Version == version).Select(v => v.Content).FirstAsync(ct);
        return ready[(template, version)] = CompiledTemplate.Compile(JsonSerializer.Deserialize<TemplateContent>(json, Json)!);
    }
}
