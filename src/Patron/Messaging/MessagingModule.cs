using Patron.CommandLine.Contracts;
using Patron.Consents.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Messaging.CallGateways;
using Patron.Messaging.Contracts;
using Patron.Messaging.ContributeColumns;
using Patron.Messaging.Decide;
using Patron.Messaging.ExportRows;
using Patron.Messaging.KeepMessages;
using Patron.Messaging.LayOnDesks;
using Patron.Messaging.ReceiveMail;
using Patron.Messaging.SendMail;
using Patron.Messaging.SendMessages;
using Patron.Messaging.ShowSending;
using Patron.Messaging.TrackResponses;
using Patron.Messaging.UndoDeeds;
using Patron.Messaging.WriteTemplates;
using Patron.Web.Contracts;

namespace Patron.Messaging;

/// <summary>The door of the room: texts with the customer's fields, messages that are sent once and never lost, and what comes back of them. Only a server sends.</summary>
internal static class MessagingModule
{
    public static IServiceCollection AddMessaging(this IServiceCollection services) => services
        .AddSingleton(new ExportedSetting(SenderSetting.Key))
        .AddSingleton(new ExportedSetting(RequestSetting.Key))
        .AddSingleton<MessageBook>()
        .AddSingleton<IMessages>(p => p.GetRequiredService<MessageBook>())
        .AddSingleton<TemplateBook>()
        .AddSingleton<ITemplates>(p => p.GetRequiredService<TemplateBook>())
        .AddSingleton<ITellsWaiting, WaitingMessages>()
        .AddSingleton<Events.Contracts.ITellsContacts, TellsSent>()
        .AddSingleton<SignedLinks>()
        .AddSingleton<TrackedLinks>()
        .AddSingleton<CustomerRequests>()
        .AddSingleton<ResponseOffers>()
        .AddSingleton<ResponseBook>()
        .AddSingleton<Decisions>()
        .AddSingleton<SendingReads>()
        .AddSingleton<Runs>()
        .AddSingleton<LaidWords>()
        .AddSingleton<LetterFiles>()
        .AddSingleton<CallBook>()
        .AddSingleton<MailReceiver>()
        .AddSingleton<ITimelineSource, MessageTimeline>()
        .AddSingleton<IContributesColumns, SentFacts>()
        .AddSingleton<ISegmentLeaves, SentLeaves>()
        .AddSingleton<IAdvertisingDuties, AdvertisingDuties>()
        .AddSingleton(SendPace.Usual)
        .AddSingleton<SendQueue>()
        .AddSingleton<Offers>()
        .AddSingleton<Wording>()
        .AddSingleton<SendWorker>()
        .AddSingleton(new DeedKind(TemplateBook.Kinds))
        .AddSingleton(new DeedKind(ChannelDeeds.Kinds))
        .AddSingleton<IUndoesChanges, UndoesTemplates>()
        .AddSingleton<IExportPart, ExportsTemplates>()
        .AddSingleton<IExportPart, ExportsVersions>()
        .AddSingleton<IExportPart, ExportsGateways>()
        .AddSingleton<IExportPart, ExportsLinks>()
        .AddSingleton<IExportPart, ExportsSendings>()
        .AddSingleton<IExportPart, ExportsRuns>()
        .AddSingleton<IExportPart, ExportsMessages>()
        .AddSingleton<IExportPart, ExportsQueue>()
        .AddSingleton(new OwnsCustomerRows("Messaging", [MessageTable.Name, QueueTable.Name], Topics.Messages));

    public static IServiceCollection AddMessagingServer(this IServiceCollection services) => services
        .AddSingleton<SmtpSettings>()
        .AddSingleton<ISendingLacks, MailLacks>()
        .AddSingleton<IMailSender, SmtpSender>()
        .AddSingleton<Gateways>()
        .AddChannels()
        .AddSingleton<SeedMail>()
        .AddSingleton<Contracts.IProofs>(p => p.GetRequiredService<SeedMail>())
        .AddScoped<PreviewPeople>()
        .AddScoped<IPaletteSource, TemplatesPalette>()
        .AddSingleton<MailFolder>()
        .AddHostedService(p => p.GetRequiredService<MailFolder>())
        .AddHostedService<MessageSender>()
        .AddSingleton(new SettingsLink(SettingsGroup.Contact, 5, "messaging.channels.title", "messaging.channels.about", MessagingUrls.Channels, Permissions.ManageSettings))
        .AddSingleton(new NavigationItem("messaging.templates.title", MessagingUrls.Templates, "template", 2, 3, Tab: false, Permissions.ManageCampaigns))
        .AddSingleton(new NavigationItem("messaging.sending.title", MessagingUrls.Sending, "mail-forward", 2, 4, Tab: false, Permissions.ManageCampaigns))
        .AddSingleton(new PalettePage("messaging.calls.title", MessagingUrls.Calls, "phone-outgoing", Permissions.WriteCustomers))
        .AddSingleton(new PalettePage("messaging.letters.title", MessagingUrls.Letters, "mailbox", Permissions.ManageCampaigns))
        .AddSingleton(new PalettePage("messaging.channels.title", MessagingUrls.Channels, "plug", Permissions.ManageSettings));

    private static IServiceCollection AddChannels(this IServiceCollection services) => services
        .AddSingleton<IChannel, MailChannel>()
        .AddSingleton<IChannel, LetterChannel>()
        .AddSingleton<IChannel, CallChannel>()
        .AddSingleton<IChannel, TaskChannel>()
        .AddSingleton<IChannel>(p => new HttpChannel(ContactChannels.Sms, p.GetRequiredService<Gateways>(), p.GetRequiredService<TimeProvider>()))
        .AddSingleton<IChannel>(p => new HttpChannel(OwnChannels.Webhook, p.GetRequiredService<Gateways>(), p.GetRequiredService<TimeProvider>()));

    public static PatronCommand MailCommand() => new MailCommand();

    public static void MapMessaging(this IEndpointRouteBuilder app)
    {
        app.MapResponses();
        app.MapTemplates();
        app.MapSending();
        app.MapDesks();
    }
}
