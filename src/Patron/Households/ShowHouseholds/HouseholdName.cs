using Patron.Kernel.Texts;

namespace Patron.Households.ShowHouseholds;

/// <summary>How a household is called: as a person named it, else by those who buy most of it.</summary>
internal static class HouseholdName
{
    public static string Of(ShownHousehold household, Sentences text)
    {
        var all = household.Members.Count > 0 ? household.Members : household.Left;
        return household.Name ?? text.Get("households.called", new { name = all[0].Name ?? text["households.nameless"], n = all.Count - 1 });
    }
}
