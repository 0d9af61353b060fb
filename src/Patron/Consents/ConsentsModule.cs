using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Web.Contracts;

namespace Patron.Consents;

internal static class ConsentsModule
{
    public static IServiceCollection AddConsents(this IServiceCollection services) => services
        .AddSingleton<IConsentLedger, ConsentLedger>()
        .AddSingleton<ITimelineSource, ConsentTimeline>()
        .AddSingleton(new OwnsCustomerRows("Consents", [ConsentLedger.Table], Topics.Consents));
}
