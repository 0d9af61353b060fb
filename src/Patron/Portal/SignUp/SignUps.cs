using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Portal.SignUp;

/// <summary>Somebody who signed up and has not confirmed yet. It stands in the link of the mail alone, sealed: nothing is kept of who does not confirm.</summary>
/// <param name="Text">Version of the words that were shown; null: there were none.</param>
internal sealed record SignedUp(string Form, string Purpose, string Email, string? Name, string Language, long? Text, DateTimeOffset At);

/// <summary>Double opt-in: the form, the mail, the confirmation, the entry in the ledger.</summary>
internal sealed class SignUps(
    IDataProtectionProvider protection, IDbContextFactory<PatronDb> contexts, IConsentTexts texts, IConsentLedger ledger, ISources sources, ITakesRows<IncomingRecord> records, ICustomerBase customers, IdMaker ids, TimeProvider clock)
{
    public const string MailTopic = "portal-mail", Evidence = "portal.evidence.form";
    private const string Source = "Portal";
    private static readonly TimeSpan Good = TimeSpan.FromDays(7);

    private readonly ITimeLimitedDataProtector links = protection.CreateProtector("portal-sign-up").ToTimeLimitedDataProtector();
    private readonly IDataProtector mails = protection.CreateProtector("portal-mail");

    public async Task<SignUpForm?> Form(string key, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await SignUpForms.Read(db, ct)).All.FirstOrDefault(f => f.Key == key);
    }

    /// <summary>Sends the mail that asks for confirmation; whether the address is known already makes no difference to what anybody sees.</summary>
    public async Task Begin(SignUpForm form, string email, string? name, Language language, CancellationToken ct)
    {
        var said = new SignedUp(form.Key, form.Purpose, email, name, language.Tag, (await texts.Latest(form.Purpose, language, ct))?.Id, clock.GetUtcNow());
        await Mail(new(email, language.Tag, links.Protect(JsonSerializer.Serialize(said), clock.GetUtcNow() + Good)), ct);
    }

    /// <summary>A link to the own page for whoever has this address.</summary>
    public Task SendLink(string email, Language language, CancellationToken ct) => Mail(new(email, language.Tag, null), ct);

    /// <summary>What was signed up for; null where the link is none of ours, or too old.</summary>
    public SignedUp? Read(string token)
    {
        try
        {
            var said = JsonSerializer.Deserialize<SignedUp>(links.Unprotect(token, out var until))!;
            return until < clock.GetUtcNow() ? null : said;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    public PortalMail ReadMail(string payload) => JsonSerializer.Deserialize<PortalMail>(mails.Unprotect(payload))!;

    /// <summary>The person becomes a record of the source "Portal", joined with what is known like any other, and the agreement an entry with the words that were shown. Confirming twice does it once.</summary>
    public async Task<bool> Confirm(SignedUp said, CancellationToken ct)
    {
        if ((await sources.FindOrMake(Source, demo: false, ct)).Value is not { } source) return false;
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        using var intake = new Intake(source, await session.Db.Organisation(ct), clock.GetUtcNow(), null, planOnly: false, ids);
        var row = new IncomingRecord(1, said.Email.ToLowerInvariant(), CustomerKind.Person, null, said.Name, null, null, null, said.Email, null, null, null, null, null, null, null, null, said.Language, null, null, null, null, []);
        await records.Begin(intake).Take(session, [row], ct);
        var claim = (await session.Find(ClaimScopes.Record(source.Id), [row.ExternalId], ct))[row.ExternalId];
        var customer = new CustomerId(claim.Customer);
        await ledger.Append(session, intake, [new ConsentSaid(customer, new(claim.Id), said.Purpose, ContactChannels.Email, true, said.At, Evidence) { Text = said.Text }], ct);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        await customers.CatchUp(ct);
        return true;
    }

    private async Task Mail(PortalMail mail, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.Send(ids, clock, MailTopic, mails.Protect(JsonSerializer.Serialize(mail)));
        await db.SaveChangesAsync(ct);
    }
}

/// <param name="Token">Of a confirmation; null: the person asks for a link to the own page.</param>
internal sealed record PortalMail(string Email, string Language, string? Token);
