using Patron.Kernel;

namespace Patron.Demo;

/// <summary>Kept in the settings while demo data is there.</summary>
/// <param name="Complete">False while it is being loaded or removed: an interrupted one is gone through again, which changes nothing that is done already.</param>
/// <param name="Before">The organisation's settings before the demo; null: nobody had made any.</param>
/// <param name="Removing">It is on its way out.</param>
internal sealed record DemoMark(bool Complete, Organisation? Before, bool Removing = false)
{
    /// <summary>The invoices are in pounds: they count as revenue only while pounds are the reporting currency.</summary>
    public static Organisation With(Organisation? before) =>
        (before ?? Organisation.Default) with { Currency = DemoCatalogue.Currency, TimeZone = Organisation.Default.TimeZone };

    /// <summary>The settings after the demo: what it changed is as before, unless somebody has changed it since; null: none again.</summary>
    public Organisation? Restored(Organisation now)
    {
        var (before, demo) = (Before ?? Organisation.Default, With(Before));
        var restored = now with
        {
            Currency = now.Currency == demo.Currency ? before.Currency : now.Currency,
            TimeZone = now.TimeZone == demo.TimeZone ? before.TimeZone : now.TimeZone,
        };
        return Before is null && restored == Organisation.Default ? null : restored;
    }
}
