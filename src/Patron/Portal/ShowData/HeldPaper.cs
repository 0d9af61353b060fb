using System.Text;
using System.Text.Encodings.Web;
using Patron.Kernel.Texts;

namespace Patron.Portal.ShowData;

/// <summary>All that is held of a customer as one page to keep: it needs nothing but a browser.</summary>
internal static class HeldPaper
{
    /// <summary>A wide table scrolls by itself on a phone and is whole on paper.</summary>
    private const string Style =
        "<style>body{font:15px/1.5 system-ui,sans-serif;margin:16px}table{border-collapse:collapse}th,td{border:1px solid #999;padding:4px 6px;text-align:left;vertical-align:top}@media screen{div{overflow-x:auto}}@media print{td{overflow-wrap:anywhere;font-size:9pt}}</style>";

    public static string Write(IReadOnlyList<HeldTable> tables, (string Name, TimeZoneInfo Zone) holder, DateTimeOffset at, Sentences text)
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"").Append(text.Language.Tag).Append("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">").Append(Style).Append("<title>").Append(Safe(text["portal.data.title"])).Append("</title></head><body>\n");
        page.Append("<h1>").Append(Safe(text["portal.data.title"])).Append("</h1>\n<p>").Append(Safe(text.Get("portal.held.made", new { organisation = holder.Name, at = HeldData.At(at, holder.Zone), zone = holder.Zone.Id }))).Append("</p>\n");
        foreach (var group in HeldWords.Groups)
        {
            var own = tables.Where(t => HeldWords.GroupOf(t.Name) == group).ToList();
            if (own.Count == 0) continue;
            page.Append("<h2>").Append(Safe(text.Get("portal.held.group", new { group }))).Append("</h2>\n");
            foreach (var table in own) Write(page, table, text);
        }
        return page.Append("</body></html>\n").ToString();
    }

    private static void Write(StringBuilder page, HeldTable table, Sentences text)
    {
        page.Append("<h3>").Append(Safe(text.Get("portal.held.kind", new { table = table.Name, name = table.Name }))).Append("</h3>\n<div><table><thead><tr>");
        foreach (var column in table.Columns) page.Append("<th scope=\"col\">").Append(Safe(HeldWords.Field(column, text))).Append("</th>");
        page.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            page.Append("<tr>");
            foreach (var (column, value) in table.Columns.Zip(row)) page.Append("<td>").Append(Safe(Shown(column, value, text))).Append("</td>");
            page.Append("</tr>\n");
        }
        page.Append("</tbody></table></div>\n");
    }

    /// <summary>A value as a person reads it; null is nothing.</summary>
    public static string Shown(string column, string? value, Sentences text) => value is null ? "" : HeldWords.Shown(column, value, text);

    private static string Safe(string text) => HtmlEncoder.Default.Encode(text);
}
