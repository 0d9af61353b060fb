using static Microsoft.Playwright.Assertions;

namespace Patron.Browser;

/// <summary>A template is written, seen as a real customer gets it, and sent as a test; the pages of what waits.</summary>
public sealed class TemplateTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_template_is_written_previewed_and_sent_as_a_test()
    {
        var me = "me@firm.example";
        await using var page = await browser.ChangingPage("zh-Hans");
        await page.Visit("/settings/mail");
        await page.Page.Locator("#host").FillAsync("127.0.0.1");
        await page.Page.Locator("#port").FillAsync($"{browser.Mail.Port}");
        await page.Page.Locator("input[name=tls]").SetCheckedAsync(false);
        await page.Page.Locator("#from").FillAsync("shop@firm.example");
        await page.Page.Locator("form:has(#host) button[type=submit]").ClickAsync();

        await page.Visit("/templates/new");
        await page.HasNoSeriousFindings();
        await page.Page.Locator("#name").FillAsync("Greeting in spring");
        await page.Page.Locator("#subject-en").FillAsync("Hello {{or givenName name \"friend\"}}");
        await page.Page.Locator("#body-en").FillAsync("Dear **{{or name \"friend\"}}**");
        await page.Page.Locator("form:has(#name) button[type=submit]").ClickAsync();
        await Expect(page.Page.Locator("iframe.mail-frame")).ToBeVisibleAsync();
        await Expect(page.Page.FrameLocator("iframe.mail-frame").Locator("strong")).ToBeVisibleAsync();
        await page.HasNoSeriousFindings();
        await page.Page.Locator("#seed").FillAsync(me);
        await page.Page.Locator("form:has(#seed) button[type=submit]").ClickAsync();
        await Expect(page.Page.Locator(".note.good").Last).ToContainTextAsync(me);
        // A name in another script makes the subject an encoded word.
        var subject = (await browser.Mail.MailTo(me)).ReplaceLineEndings("\n").Replace("\n ", "", StringComparison.Ordinal).Split('\n').Single(l => l.StartsWith("Subject: ", StringComparison.Ordinal))["Subject: ".Length..];
        Assert.StartsWith("Hello", System.Net.Mail.Attachment.CreateAttachmentFromString("", subject).Name, StringComparison.Ordinal);

        foreach (var path in (string[])["/templates", "/sending", "/sending/letters", "/sending/calls", "/settings/channels"])
        {
            await page.Visit(path);
            await page.HasNoSeriousFindings();
        }
    }
}
