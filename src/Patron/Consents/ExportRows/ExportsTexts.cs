using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;

namespace Patron.Consents.ExportRows;

/// <summary>The words of consents, version by version; before the ledger, whose entries name them.</summary>
internal sealed class ExportsTexts(IUserNames users) : ExportsTable("consent-texts", 34, TableName,
    [new("purpose", KeptAs.Text), new("language", KeptAs.Text), new("version", KeptAs.Int), new("words", KeptAs.Text), new("at", KeptAs.Instant), new("\"by\"", KeptAs.User, Null: true)], same: 3, users.Kept(), makesIds: true)
{
    private const string TableName = "consents_texts";

    /// <summary>SQL of the name of the text t.text_id; null where there is none.</summary>
    public const string Named = $"(select x.purpose || '|' || x.language || '|' || x.version from {TableName} x where x.id = t.text_id)";

    /// <summary>The texts that are there, by <see cref="Named"/>.</summary>
    public static async Task<Dictionary<string, long>> Known(BulkSession session, CancellationToken ct)
    {
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var command = session.Command($"select purpose || '|' || language || '|' || version, id from {TableName}");
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) known[row.GetString(0)] = row.GetInt64(1);
        return known;
    }
}
