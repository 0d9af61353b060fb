using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Messaging.SendMail;
using Patron.Messaging.TrackResponses;
using Patron.Messaging.WriteTemplates;

namespace Patron.Tests.Messaging;

/// <summary>Templates, layouts, headers and signed links, without a database.</summary>
public sealed class TemplateTests
{
    private static readonly TemplateContext Context = new("Firm & Sons", new(2026, 3, 2), TemplateFields.Links.ToDictionary(l => l, l => "https://x.example/" + l), "K7-42", new("10% off", "", new(2026, 3, 31)));

    [Fact]
    public void Values_never_become_markup_and_text_stays_as_it_was_written()
    {
        var (words, _) = Render("Hi {{name}}", "Dear **{{name}}**\n\n- [order]({{links.order}})\n\n{{code}}", Card(name: "<b>김 & \"Co\"</b> *x*"));
        Assert.Equal("Hi <b>김 & \"Co\"</b> *x*", words.Subject);
        Assert.Contains("<strong>&lt;b&gt;김 &amp; &quot;Co&quot;&lt;/b&gt; *x*</strong>", words.Html!, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://x.example/order\">order</a>", words.Html!, StringComparison.Ordinal);
        Assert.Contains("order: https://x.example/order", words.Text, StringComparison.Ordinal);
        Assert.Contains("K7-42", words.Text, StringComparison.Ordinal);
        Assert.StartsWith("Dear <b>김 & \"Co\"</b> *x*\n\n- order", words.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# Spring\n\nA *new* and **very _good_** tea", "Spring\n\nA new and very _good_ tea")]
    [InlineData("***Only*** 2 * 3 * 4 and a*b*c, 5 ** 6", "Only 2 * 3 * 4 and a*b*c, 5 ** 6")]
    [InlineData("* one\n* two **{{name}}**\n#tag", "* one\n* two Ann\n#tag")]
    public void Plain_text_has_no_signs_of_markdown(string written, string read) => Assert.Equal(read, Render("s", written, Card(name: "Ann")).Words.Text);

    [Fact]
    public void A_subject_cannot_bring_headers_of_its_own() => Assert.Equal("A Bcc: x@y.z", Render("{{name}}", "x", Card(name: "A\r\nBcc: x@y.z")).Words.Subject);

    [Theory]
    [InlineData("{{givenName}}", "", null, "givenName")]
    [InlineData("{{#if givenName}}Dear {{givenName}}{{else}}Hello{{/if}}", "Hello", null, null)]
    [InlineData("{{or givenName \"friend\"}}", "friend", null, null)]
    [InlineData("{{or givenName familyName}}", "", null, "givenName")]
    [InlineData("{{custom.size}}", "", null, "custom.size")]
    [InlineData("{{or custom.size 'M'}}", "M", null, null)]
    [InlineData("{{nickname}}", "", "nickname", null)]
    [InlineData("{{#if nickname}}x{{/if}}", "", "nickname", null)]
    public void A_value_that_is_missing_is_a_fault_unless_the_text_provides_for_it(string subject, string expected, string? unknown, string? missing)
    {
        var card = Card(name: "Ann");
        if (unknown is null && missing is null)
        {
            Assert.Equal(expected, Render(subject, "x", card).Words.Subject);
            return;
        }
        var fault = Assert.Throws<TemplateFaultException>(() => Render(subject, "x", card));
        Assert.Equal(("subject", missing is not null), (fault.Part, fault.IsValue));
        Assert.Contains(missing ?? unknown!, fault.What, StringComparison.Ordinal);
    }

    [Theory, InlineData("{{name"), InlineData("{{#if name}}x"), InlineData("{{}}")]
    public void A_template_that_cannot_be_read_is_told_when_it_is_compiled(string body) =>
        Assert.Equal("body", Assert.Throws<TemplateFaultException>(() => CompiledTemplate.Compile(SendingSample.Content("s", body))).Part);

    [Theory, InlineData("ko", "ko"), InlineData("ko-KR", "ko"), InlineData("en-GB", "en"), InlineData("fr", "en"), InlineData(null, "en"), InlineData("zh-TW", "zh-Hant"), InlineData("zh-Hant-HK", "zh-Hant")]
    public void The_words_are_those_of_the_customers_language_or_the_first(string? language, string expected) => Assert.Equal(expected,
        new TemplateContent(BodyFormat.Text, "", false, "en", new Dictionary<string, TemplateWords> { ["en"] = new("", ""), ["ko"] = new("", ""), ["zh-Hant"] = new("", "") }).LanguageFor(language));

    [Fact]
    public void Html_gets_a_text_beside_it_and_a_condition_leaves_no_empty_paragraph()
    {
        var compiled = CompiledTemplate.Compile(SendingSample.Content("s", "<style>p{}</style><h1>Sale &amp; more</h1><p>Dear {{name}}</p><p><a href=\"https://a.example\">Go</a></p>", BodyFormat.Html));
        Assert.Equal("Sale & more\n\nDear Ann\n\nGo: https://a.example", compiled.Render(Card(name: "Ann"), Context).Words.Text.ReplaceLineEndings("\n"));
        Assert.DoesNotContain("<p></p>", Render("s", "One\n\n{{#if name}}\n\nTwo {{name}}\n\n{{/if}}", Card(name: "Ann")).Words.Html!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layout_is_one_column_that_a_phone_can_show()
    {
        foreach (var layout in Layouts.All)
        {
            var html = Layouts.Wrap(layout, "ko", "제목 <1>", "Firm & Sons", "<p>x</p>", [("Stop", "https://x.example/u/1")], "https://x.example/t/1.gif");
            Assert.Contains("<html lang=\"ko\">", html, StringComparison.Ordinal);
            Assert.Contains("width=device-width", html, StringComparison.Ordinal);
            Assert.Contains("max-width:600px", html, StringComparison.Ordinal);
            Assert.Contains("<title>제목 &lt;1&gt;</title>", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch("width=\"[2-9][0-9]{2}", html);
        }
    }

    [Fact]
    public void Every_subject_comes_back_from_its_header_and_no_line_is_too_long()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            var clean = string.Concat((text ?? "").EnumerateRunes().Where(r => !Rune.IsControl(r)).Select(r => r.ToString())).Replace('\u0085', ' ').Replace('\u2028', ' ').Replace('\u2029', ' ').Trim();
            var header = MimeMessage.Words(clean);
            var lines = header.Split("\r\n ");
            var read = string.Concat(lines.Select(l => l.StartsWith("=?utf-8?B?", StringComparison.Ordinal) ? Encoding.UTF8.GetString(Convert.FromBase64String(l[10..^2])) : l));
            return read == clean && lines.All(l => l.Length <= 75 && l.All(c => c is >= ' ' and < (char)127));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_link_leads_where_it_was_signed_for_and_nowhere_once_a_letter_is_changed()
    {
        var signer = new LinkSigner([.. Enumerable.Range(0, 32).Select(i => (byte)i)], "https://crm.example");
        var link = signer.Click(new(123_456_789), 42);
        Assert.StartsWith("https://crm.example/t/", link, StringComparison.Ordinal);
        var token = link[(link.LastIndexOf('/') + 1)..];
        Assert.Equal(new SignedLink(LinkUse.Click, new(123_456_789), 42), signer.Read(token));
        for (var at = 0; at < token.Length - 1; at++) Assert.Null(signer.Read(token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..]));
        Assert.Null(signer.Read(token[..^1]));
        // Copied out of a mail by hand, with a sign that no link has, it is no link and no fault of ours.
        foreach (var sign in "!. é=%") Assert.Null(signer.Read(token[..^1] + sign));
        Assert.Null(new LinkSigner(new byte[32], "https://crm.example").Read(token));
        Assert.NotEqual(LinkUse.Click, signer.Read(signer.Unsubscribe(new(1))[(link.LastIndexOf('/') + 1)..])!.Value.Use);
    }

    private static (Patron.Messaging.Contracts.RenderedMessage Words, string Language) Render(string subject, string body, CustomerCard card) => CompiledTemplate.Compile(SendingSample.Content(subject, body)).Render(card, Context);

    private static CustomerCard Card(string? name) => new(
        new(new(1), false, CustomerKind.Person, null, name, null, null, null, null, null, null, null, null, null, null, null, null, null, "en", null, null, null, null, 0),
        new Dictionary<string, string>(), false, null, null, DateTimeOffset.UnixEpoch, 1);
}
