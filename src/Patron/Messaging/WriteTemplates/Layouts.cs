using System.Net;

namespace Patron.Messaging.WriteTemplates;

/// <summary>
/// What stands around the body of an e-mail. Tables with a width of their own and styles in their elements: that is what mail programs understand. One column of at most
/// 600 pixels, so that a phone shows it as it is.
/// </summary>
internal static class Layouts
{
    public const string Letter = "letter", Card = "card", Poster = "poster";

    public static readonly string[] All = [Letter, Card, Poster];

    private const string Font = "font-family:-apple-system,'Segoe UI',Roboto,'Noto Sans','Noto Sans KR','Noto Sans SC','Noto Sans TC',Arial,sans-serif";

    /// <param name="layout">One of <see cref="All"/>; any other word is a letter.</param>
    /// <param name="title">Plain text.</param>
    /// <param name="footer">Lines below, each plain text and, where there is one, the address it leads to.</param>
    /// <param name="pixel">An image of one point that tells when the message was opened; null: none.</param>
    public static string Wrap(string layout, string language, string title, string organisation, string body, IReadOnlyList<(string Text, string? Href)> footer, string? pixel)
    {
        var (page, sheet, border) = layout switch
        {
            Card => ("#f4f5f7", "#ffffff", "border:1px solid #dfe2e6;border-radius:8px;"),
            Poster => ("#ffffff", "#ffffff", "border-top:6px solid #1f5fbf;"),
            _ => ("#ffffff", "#ffffff", ""),
        };
        var head = layout == Letter || string.IsNullOrWhiteSpace(organisation) ? "" : $"""<tr><td style="padding:20px 24px 0;{Font};font-size:14px;font-weight:600;color:#1f5fbf">{Text(organisation)}</td></tr>""";
        var lines = string.Join("<br>", footer.Select(f => f.Href is null ? Text(f.Text) : $"""<a href="{Text(f.Href)}" style="color:#5b6470">{Text(f.Text)}</a>"""));
        var image = pixel is null ? "" : $"""<img src="{Text(pixel)}" width="1" height="1" alt="" style="display:block;border:0">""";
        return $$"""
            <!doctype html>
            <html lang="{{Text(language)}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light"><title>{{Text(title)}}</title>
            <style>img{max-width:100%;height:auto}table{border-collapse:collapse}.body a{color:#1f5fbf}.body h1{font-size:24px;line-height:1.25}.body h2{font-size:18px}.body>:first-child{margin-top:0}.body ul,.body ol{padding-left:22px}.body blockquote{margin:16px 0;padding-left:14px;border-left:3px solid #dfe2e6;color:#3d454f}.body td,.body th{padding:4px 12px 4px 0;text-align:left;vertical-align:top;overflow-wrap:break-word}</style></head>
            <body style="margin:0;padding:0;background:{{page}};-webkit-text-size-adjust:100%">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:{{page}}"><tr><td align="center" style="padding:16px 8px">
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:{{sheet}};{{border}}border-collapse:separate">
            {{head}}
            <tr><td class="body" style="padding:16px 24px;{{Font}};font-size:16px;line-height:1.6;color:#1b1f24;overflow-wrap:anywhere">{{body}}</td></tr>
            <tr><td style="padding:8px 24px 24px;{{Font}};font-size:12px;line-height:1.5;color:#5b6470;overflow-wrap:anywhere">{{lines}}{{image}}</td></tr>
            </table></td></tr></table></body></html>
            """;
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
