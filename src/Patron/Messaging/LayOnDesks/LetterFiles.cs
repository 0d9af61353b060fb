using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using QRCoder;

namespace Patron.Messaging.LayOnDesks;

/// <summary>A letter as it is printed.</summary>
/// <param name="Code">The customer's own code, by which an answer is known.</param>
internal sealed record Letter(CustomerId Customer, MessageId Message, IReadOnlyList<string> Address, string Country, string Postal, string Subject, string Text, string? Html, string Language, string Code);

/// <summary>A run of letters as files: fields for mail merge, and pages ready to print, sorted as post offices like them, by country and postal code.</summary>
internal sealed class LetterFiles(IDbContextFactory<PatronDb> contexts, Runs runs, LaidWords laid)
{
    private const int QrPixels = 3;

    public async Task<IReadOnlyList<Letter>> Letters(long run, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var home = (await db.Organisation(ct)).Country;
        var letters = (await laid.Of(await runs.Of(run, ct), everyCode: true, ct)).Select(l => new Letter(
            l.Message.CustomerId, l.Message.Id, Lines(l.Card.Golden, home), l.Card.Golden.Country ?? home, l.Card.Golden.Postal ?? "", l.Words.Subject, l.Words.Text, l.Words.Html, l.Language, l.Code!));
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
