using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.ServiceDesk.SetService;

/// <summary>What a template may name.</summary>
/// <param name="Customer">How the customer is called.</param>
/// <param name="Agent">Who answers.</param>
/// <param name="Product">What was bought; null for nothing.</param>
internal sealed record AnswerFacts(string? Customer, string Number, string Title, string Agent, string? Product, string Company);

/// <param name="ChangeSet">Its author may take it back.</param>
internal sealed record TemplateSaved(AnswerTemplateId Template, ChangeSetId ChangeSet);

/// <summary>
/// Answers to begin with. In their text {{customer}}, {{number}}, {{title}}, {{agent}}, {{product}} and {{company}} stand for what they name; what is not
/// known is left out, and the writer sees the answer before it is kept.
/// </summary>
internal sealed partial class Answers(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock)
{
    public static IReadOnlyList<string> Words { get; } = ["customer", "number", "title", "agent", "product", "company"];

    public async Task<IReadOnlyList<TemplateRow>> All(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.AnswerTemplates.AsNoTracking().OrderBy(t => t.Name).ThenBy(t => t.Id).ToListAsync(ct);
    }

    /// <param name="id">Null makes a new one.</param>
    public async Task<Result<TemplateSaved>> Save(AnswerTemplateId? id, string? name, string? text, UserId? by, CancellationToken ct)
    {
        if (Check(name, text) is { } refusal) return refusal;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var row = id is { } known ? await db.AnswerTemplates.FirstOrDefaultAsync(t => t.Id == known, ct) : null;
        (string, string)? before = row is null ? null : (row.Name, row.Text);
        if (row is null) db.Add(row = new() { Id = ids.Next<AnswerTemplateId>(), Name = "", Text = "" });
        (row.Name, row.Text) = (name!.Trim(), text!.Trim());
        var changes = Recorder(db, "template", by);
        UndoesService.Record(changes, row.Id, before, (row.Name, row.Text));
        await db.SaveChangesAsync(ct);
        return new TemplateSaved(row.Id, changes.Set.Id);
    }

    /// <summary>Null where it is gone already.</summary>
    public async Task<ChangeSetId?> Remove(AnswerTemplateId id, UserId? by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.AnswerTemplates.FirstOrDefaultAsync(t => t.Id == id, ct) is not { } row) return null;
        db.Remove(row);
        var changes = Recorder(db, "template-remove", by);
        UndoesService.Record(changes, id, (row.Name, row.Text), null);
        await db.SaveChangesAsync(ct);
        return changes.Set.Id;
    }

    private ChangeRecorder Recorder(PatronDb db, string deed, UserId? by) => new(db, new() { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = UndoesService.Kinds + deed });

    public static string Fill(string template, AnswerFacts facts) => Named().Replace(template, match => match.Groups[1].Value.ToLowerInvariant() switch
    {
        "customer" => facts.Customer ?? "", "number" => facts.Number, "title" => facts.Title, "agent" => facts.Agent, "product" => facts.Product ?? "", "company" => facts.Company, _ => match.Value,
    });

    private static Refusal? Check(string? name, string? text)
    {
        if (string.IsNullOrWhiteSpace(name)) return new NoName();
        if (name.Trim().Length > TemplateTable.LongestName) return new TextTooLong(TicketFields.Name, TemplateTable.LongestName);
        if (string.IsNullOrWhiteSpace(text)) return new NoText();
        if (text.Trim().Length > TemplateTable.LongestText) return new TextTooLong(TicketFields.Text, TemplateTable.LongestText);
        return Named().Matches(text).Select(m => m.Groups[1].Value.ToLowerInvariant()).FirstOrDefault(w => !Words.Contains(w)) is { } unknown ? new UnknownWord(unknown) : null;
    }

    [GeneratedRegex(@"\{\{\s*([^{}\s]*)\s*\}\}")]
    private static partial Regex Named();
}
