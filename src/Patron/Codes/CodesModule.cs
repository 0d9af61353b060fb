using Patron.Codes.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Codes;

/// <summary>The door of the room: personal codes of coupons and answers.</summary>
internal static class CodesModule
{
    public static IServiceCollection AddCodes(this IServiceCollection services) => services
        .AddSingleton<ICodes, CodeBook>()
        .AddSingleton(new OwnsCustomerRows("Codes", [IssuedCodeTable.Name], Topics.Interactions));
}
