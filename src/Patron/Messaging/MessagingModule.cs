using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.KeepMessages;
using Patron.Messaging.SendMail;
using Patron.Messaging.SendMessages;
using Patron.Messaging.TrackResponses;
using Patron.Messaging.WriteTemplates;

namespace Patron.Messaging;

/// <summary>The door of the room: texts with the customer's fields, messages that are sent once and never lost, and the mail to our own people. Only a server sends.</summary>
internal static class MessagingModule
{
    public static IServiceCollection AddMessaging(this IServiceCollection services) => services
        .AddSingleton<MessageBook>()
        .AddSingleton<IMessages>(p => p.GetRequiredService<MessageBook>())
        .AddSingleton<TemplateBook>()
        .AddSingleton<ITemplates>(p => p.GetRequiredService<TemplateBook>())
        .AddSingleton<ITellsWaiting, WaitingMessages>()
        .AddSingleton<SignedLinks>()
        .AddSingleton<TrackedLinks>()
        .AddSingleton(SendPace.Usual)
        .AddSingleton<SendQueue>()
        .AddSingleton<Wording>()
        .AddSingleton<SendWorker>()
        .AddSingleton(new OwnsCustomerRows("Messaging", [MessageTable.Name, QueueTable.Name], Topics.Messages));

    public static IServiceCollection AddMessagingServer(this IServiceCollection services) => services
        .AddSingleton<SmtpSettings>()
        .AddSingleton<IMailSender, SmtpSender>()
        .AddSingleton<IChannel, MailChannel>()
        .AddHostedService<MessageSender>();
}
