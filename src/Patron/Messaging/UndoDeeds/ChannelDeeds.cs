namespace Patron.Messaging.UndoDeeds;

/// <summary>How messages leave and come in is a few settings; what people change of them they can take back, passwords too, which stay sealed on the way.</summary>
internal static class ChannelDeeds
{
    /// <summary>Begins the kinds of the change sets.</summary>
    public const string Kinds = "channel.";
}
