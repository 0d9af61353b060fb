using Patron.Messaging.Contracts;
using Patron.Messaging.SendMail;

namespace Patron.Messaging;

/// <summary>The door of the room: mail to our own people. Only a server sends.</summary>
internal static class MessagingModule
{
    public static IServiceCollection AddMessagingServer(this IServiceCollection services) => services
        .AddSingleton<SmtpSettings>()
        .AddSingleton<IMailSender, SmtpSender>();
}
