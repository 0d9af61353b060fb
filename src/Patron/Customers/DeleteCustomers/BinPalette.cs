using System.Security.Claims;
using Patron.Access.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web;
using Patron.Web.Contracts;

namespace Patron.Customers.DeleteCustomers;

/// <summary>The bin, in the palette.</summary>
internal sealed class BinPalette(ICurrentUser who, Sentences text) : IPaletteSource
{
    public int Order => 1;

    public ValueTask<IReadOnlyList<PaletteHit>> Find(string words, ClaimsPrincipal user, CancellationToken ct) => ValueTask.FromResult<IReadOnlyList<PaletteHit>>(
        words.Length > 0 && who.Can(Permissions.WriteCustomers) && text["customers.bin.title"].Contains(words, StringComparison.OrdinalIgnoreCase)
            ? [new(text["customers.bin.title"], Urls.Bin, "trash", text["customers.title"])] : []);
}
