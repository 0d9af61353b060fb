using Patron.Kernel;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel.Texts;

namespace Patron.Portal.SignUp;

/// <summary>Mail that customers ask for themselves: to confirm, and with a link to their own page. What is in the outbox is sealed.</summary>
internal sealed class PortalMails(SignUps signUps, IContactLinks links, ICustomerReach reach, IMailSender mail, Texts texts, IDbContextFactory<PatronDb> contexts, TimeProvider clock) : IOutboxHandler
{
    public string Topic => SignUps.MailTopic;

    public async Task Handle(long messageId, string payload, CancellationToken ct)
    {
        if (!await mail.IsSetUp(ct)) return;
        var wanted = signUps.ReadMail(payload);
        var text = texts.For(Language.Choose(wanted.Language, null));
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        if (await PortalUrls.Site(session.Db, ct) is not { } site) return;
        var organisation = (await session.Db.Organisation(ct)).Name;
        var id = "portal-" + messageId.ToString(CultureInfo.InvariantCulture);
        if (wanted.Token is { } token)
        {
            await mail.Send(new(wanted.Email, null, text.Get("portal.mail.confirm.subject", new { organisation }), text.Get("portal.mail.confirm.text", new { organisation, link = $"{site}{PortalUrls.Confirm}/{token}" }), id), ct);
            return;
        }
        // Where several share an address, one would see the data of the other: then nobody gets a link.
        var known = await reach.WithAddress(session, [wanted.Email], ct);
        if (known.Count != 1) return;
        var link = (await links.Preferences(ct))(known[0]);
        await mail.Send(new(wanted.Email, null, text.Get("portal.mail.link.subject", new { organisation }), text.Get("portal.mail.link.text", new { organisation, link = site + link }), id), ct);
    }
}
