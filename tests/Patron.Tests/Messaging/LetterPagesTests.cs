using Patron.Codes.Contracts;
using Patron.Kernel;
using Patron.Messaging.LayOnDesks;

namespace Patron.Tests.Messaging;

/// <summary>What the printer gets: a page for each letter, its code as text and as a QR code that a till's scanner reads.</summary>
public sealed class LetterPagesTests
{
    [Fact]
    public void Every_page_shows_its_own_code_as_text_and_as_what_a_scanner_reads()
    {
        string[] codes = [.. Enumerable.Range(0, 25).Select(_ => CodeText.Shown(CodeText.Make()))];
        var print = LetterFiles.Print([.. codes.Select((code, i) => new Letter(new(i + 1), new(i + 1), ["Ann <Young>", "1 High Street"], "GB", "LS1", "Spring & summer", "Hello", null, "en", code))], "Firm & Sons");
        var pages = print.Split("<section", StringSplitOptions.None)[1..];
        Assert.Equal(codes, pages.Select(QrReader.ReadSvg));
        Assert.All(pages.Zip(codes), p => Assert.Contains($"<span>{p.Second}</span>", p.First, StringComparison.Ordinal));
        Assert.Contains("Ann &lt;Young&gt;", print, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", print, StringComparison.Ordinal);
    }
}
