using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.SendMail;
using Patron.Messaging.SendMessages;

namespace Patron.Messaging.WriteTemplates;

internal sealed record NoSeedAddress() : FieldRefusal("messaging.template.refused.seed", "seed");

internal sealed record TestNotSent() : FieldRefusal("messaging.template.refused.test", "seed");

/// <summary>"Send me a test": the mail exactly as a customer would get it, to an address of our own. It is no message to the customer and leaves no trace with him.</summary>
internal sealed class SeedMail(TemplateBook templates, ICustomerReads customers, IColleagues colleagues, SmtpSettings settings, IdMaker ids, TimeProvider clock) : IProofs
{
    public async Task<string?> Own(UserId? who, CancellationToken ct) => (await colleagues.All(ct)).FirstOrDefault(c => c.Id == who)?.Email;

    public async Task<Result<Done>> Send(TemplateId template, CustomerId customer, ArmOffer offer, string address, CancellationToken ct) =>
        (await templates.Current([template], ct)).GetValueOrDefault(template) is { } known ? await Send(known, customer, offer, address, ct) : new TestNotSent();

    public async Task<Result<Done>> Send(KnownTemplate template, CustomerId customer, ArmOffer offer, string? address, CancellationToken ct)
    {
        if (!System.Net.Mail.MailAddress.TryCreate(address?.Trim(), out _)) return new NoSeedAddress();
        if (await settings.Read(ct) is not { } setting) return new TestNotSent();
        var shown = await templates.Preview(template.Id, customer, offer, ct);
        if (shown.Refusal is { } refusal) return refusal;
        if ((await customers.Find([customer], ct)).GetValueOrDefault(customer) is not { } card) return new NoSuchCustomer();
        var message = new ClaimedMessage(customer, ids.Next<MessageId>(), new("test", 0), "", 0, template.Channel, template.Id, "", "service", null, 0, 0, false);
        var mail = MimeMessage.Write(new(message, card, shown.Value!, template.Version, null), address!.Trim(), setting, clock.GetUtcNow());
        try
        {
            await using var connection = await SmtpConnection.Open(settings.Server(setting), ct);
            return (await connection.Send(setting.From, address.Trim(), mail)).Fate == SendMessages.Fate.Sent ? default(Done) : new TestNotSent();
        }
        catch (SmtpUnreachableException)
        {
            return new TestNotSent();
        }
    }
}
