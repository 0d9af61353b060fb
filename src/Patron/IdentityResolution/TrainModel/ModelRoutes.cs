using Patron.Kernel;
using Patron.Web;

namespace Patron.IdentityResolution.TrainModel;

/// <summary>Where the model is shown, and its lines.</summary>
internal static class ModelRoutes
{
    public const string Page = Urls.Matching;

    public static string Of(CustomerKind kind) => kind == CustomerKind.Person ? Page : $"{Page}?kind={kind}";
}
