using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Patron.Codes.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.KeepMessages;
using Patron.Messaging.WriteTemplates;
using QRCoder;

namespace Patron.Messaging.LayOnDesks;

/// <summary>A letter as it is printed.</summary>
/// <param name="Code">The customer's own code, by which an answer is known.</param>
internal sealed record Letter(CustomerId Customer, MessageId Message, IReadOnlyList<string> Address, string Country, string Postal, string Subject, string Text, string? Html, string Language, string Code);

/// <summary>
/// A run of letters as files: fields for mail merge, and pages ready to print, sorted as post offices like them, by country and postal code. A file is made anew each time from
/// the version of the template that was handed off, so that it says the same each time.
/// </summary>
internal sealed class LetterFiles(IDbContextFactory<PatronDb> contexts, Runs runs, TemplateBook templates, ICustomerReads customers, ICodes codes, TimeProvider clock)
{
    private const int QrPixels = 3;

    public async Task<IReadOnlyList<Letter>> Letters(long run, CancellationToken ct)
    {
        var messages = await runs.Of(run, ct);
        var cards = await customers.Find([.. messages.Select(m => m.CustomerId).Distinct()], ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (organisation, personal) = (await db.Organisation(ct), await Codes(messages, ct));
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), organisation.Zone).DateTime);
        var links = TemplateFields.Links.ToDictionary(l => l, _ => "");
        var letters = new List<Letter>(messages.Count);
        var versions = new Dictionary<(TemplateId, int), CompiledTemplate?>();
        foreach (var (of, version) in messages.Select(m => (m.TemplateId, m.TemplateVersion)).Distinct()) versions[(of, version)] = await templates.Version(of, version, ct);
        foreach (var message in messages)
        {
            if (!cards.TryGetValue(message.CustomerId, out var card) || versions[(message.TemplateId, message.TemplateVersion)] is not { } template) continue;
            var code = CodeText.Shown(personal[message.CustomerId]);
            var (words, language) = template.Render(card, new(organisation.Name, today, links, code));
            var golden = card.Golden;
            letters.Add(new(message.CustomerId, message.Id, Lines(golden, organisation.Country), golden.Country ?? organisation.Country, golden.Postal ?? "", words.Subject, words.Text, words.Html, language, code));
        }
        return [.. letters.OrderBy(l => l.Country, StringComparer.Ordinal).ThenBy(l => l.Postal, StringComparer.Ordinal).ThenBy(l => l.Message.Value)];
    }

    /// <summary>For a word processor's mail merge: UTF-8 with its mark, so that spreadsheets read it right.</summary>
    public static byte[] Merge(IReadOnlyList<Letter> letters)
    {
        var file = new StringBuilder();
        CsvLines.Write(file, "customer", "message", "country", "postal", "address", "subject", "text", "code");
        foreach (var letter in letters)
            CsvLines.Write(file, letter.Customer.ToString(), letter.Message.ToString(), letter.Country, letter.Postal, string.Join('\n', letter.Address), letter.Subject, letter.Text, letter.Code);
        return [.. CsvLines.Encoding.Preamble, .. CsvLines.Encoding.GetBytes(file.ToString())];
    }

    /// <summary>A page each, A4, the address where a window envelope shows it (DIN 5008 form B), the code as text and QR.</summary>
    public static string Print(IReadOnlyList<Letter> letters, string organisation)
    {
        var pages = new StringBuilder($"<!doctype html><html><head><meta charset=\"utf-8\"><title>{Text(organisation)}</title><style>").Append(Style).Append("</style></head><body>");
        using var generator = new QRCodeGenerator();
        foreach (var letter in letters)
        {
            using var data = generator.CreateQrCode(letter.Code, QRCodeGenerator.ECCLevel.M);
            using var qr = new SvgQRCode(data);
            pages.Append(CultureInfo.InvariantCulture, $"<section lang=\"{Text(letter.Language)}\"><p class=\"from\">{Text(organisation)}</p><address>{string.Join("<br>", letter.Address.Select(Text))}</address><h1>{Text(letter.Subject)}</h1>")
                .Append(letter.Html ?? string.Concat(letter.Text.Split("\n\n").Select(p => $"<p>{Text(p).Replace("\n", "<br>", StringComparison.Ordinal)}</p>")))
                .Append(CultureInfo.InvariantCulture, $"<footer>{qr.GetGraphic(QrPixels)}<span>{Text(letter.Code)}</span></footer></section>");
        }
        return pages.Append("</body></html>").ToString();
    }

    private const string Style =
        "@page{size:A4;margin:0}body{margin:0;font:11pt/1.5 'Noto Sans','Noto Sans KR','Noto Sans SC','Noto Sans TC',sans-serif}section{box-sizing:border-box;width:210mm;min-height:297mm;padding:27mm 20mm 20mm 25mm;position:relative;break-after:page}"
        + ".from{font-size:8pt;margin:0;position:absolute;top:45mm}address{font-style:normal;position:absolute;top:51mm;width:80mm;height:40mm}h1{font-size:13pt;margin:78mm 0 5mm}footer{position:absolute;bottom:15mm;left:25mm;font:10pt monospace}footer svg{display:block;margin-bottom:2mm}";

    private async Task<IReadOnlyDictionary<CustomerId, string>> Codes(IReadOnlyList<Message> messages, CancellationToken ct)
    {
        if (messages.Count == 0) return new Dictionary<CustomerId, string>();
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var found = new Dictionary<CustomerId, string>();
        foreach (var arm in messages.GroupBy(m => (m.SendingId, m.Arm)))
        {
            var sending = await session.Db.Sendings.AsNoTracking().FirstAsync(s => s.Id == arm.Key.SendingId, ct);
            foreach (var (customer, code) in await codes.Issue(session, new(sending.SourceKind, sending.SourceId, arm.Key.Arm), [.. arm.Select(m => new CodeWish(m.CustomerId, m.Id))], null, ct)) found[customer] = code;
        }
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return found;
    }

    private static List<string> Lines(GoldenRecord customer, string home)
    {
        var lines = new List<string>();
        foreach (var line in (string?[])[customer.Name, customer.Company, customer.Street, Place(customer), customer.Region])
            if (!string.IsNullOrWhiteSpace(line)) lines.Add(line);
        // The country last, in capitals and in a language that every post office reads; not at home.
        if (customer.Country is { } country && country != home) lines.Add(Kernel.Texts.Names.Country(country, Kernel.Texts.Language.English).ToUpperInvariant());
        return lines;
    }

    private static string Place(GoldenRecord customer) => customer.Country is "GB" or "US" ? $"{customer.City} {customer.Postal}".Trim() : $"{customer.Postal} {customer.City}".Trim();

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
