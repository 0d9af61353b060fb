using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Messaging.CallGateways;
using Patron.Messaging.SendMail;

namespace Patron.Messaging.ExportRows;

/// <summary>The mail server and the gateways without passwords, headers and keys: those are sealed for this data directory, and no archive holds them.</summary>
internal sealed class ExportsGateways : IExportPart
{
    private const string Mail = "email";

    public string Kind => "gateways";
    public int Order => 102;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("channel", "url", "method", "media_type", "body", "idempotent", "fails_when", "port", "tls", "user", "from", "from_name");
        if (await session.Db.Read<SmtpSetting>(SmtpSetting.Key, ct) is { Host.Length: > 0 } server)
        {
            rows.Text(Mail).Text(server.Host).Text(null).Text(null).Text(null).Flag(null).Text(null).Text(server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)).Flag(server.Tls)
                .Text(server.User).Text(server.From).Text(server.FromName);
            rows.End();
        }
        foreach (var gateway in ((await session.Db.Read<GatewayBook>(GatewayBook.Key, ct))?.Gateways ?? []).OrderBy(g => g.Channel, StringComparer.Ordinal))
        {
            rows.Text(gateway.Channel).Text(gateway.Url).Text(gateway.Method).Text(gateway.MediaType).Text(gateway.Body).Flag(gateway.Idempotent).Text(gateway.FailsWhen).Text(null).Flag(null).Text(null).Text(null).Text(null);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, rows, ct));

    /// <summary>A channel that is set up here stays as it is.</summary>
    private static async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var book = (await session.Db.Read<GatewayBook>(GatewayBook.Key, ct))?.Gateways.ToList() ?? [];
        var known = book.Select(g => g.Channel).ToHashSet(StringComparer.Ordinal);
        if (await session.Db.Read<SmtpSetting>(SmtpSetting.Key, ct) is not null) known.Add(Mail);
        var fates = new List<RowFate>(rows.Count);
        foreach (var row in rows)
        {
            var (channel, fresh) = (row.Need("channel"), known.Add(row.Need("channel")));
            fates.Add(new(row.Line, fresh ? Fate.Created : Fate.Unchanged));
            if (!fresh) continue;
            if (channel == Mail) await session.Db.Write(SmtpSetting.Key, Server(row), ct);
            else book.Add(new(channel, row.Need("url"), row.Need("method"), null, row.Need("media_type"), row.Need("body"), row.Flag("idempotent") == true, row.Need("fails_when"), null));
        }
        if (book.Count > 0) await session.Db.Write(GatewayBook.Key, new GatewayBook(book), ct);
        await session.Db.SaveChangesAsync(ct);
        session.Db.ChangeTracker.Clear();
        return fates;
    }

    private static SmtpSetting Server(ExportedRow row) => new(
        row.Need("url"), int.TryParse(row.Need("port"), System.Globalization.CultureInfo.InvariantCulture, out var port) ? port : throw new ExportDamagedException(row.Line, "port"), row.Flag("tls") == true, row.Text("user"), null,
        row.Need("from"), row.Text("from_name"));
}
