using Microsoft.OpenApi;
using Patron.Api.Contracts;
using Patron.Api.Describe;
using Patron.Api.Guard;
using Patron.Api.KeepKeys;
using Patron.CommandLine.Contracts;
using Patron.Kernel;
using Patron.Web.Contracts;

namespace Patron.Api;

/// <summary>The door of the room: the HTTP API on which the rooms' parts stand.</summary>
internal static class ApiModule
{
    private const string Document = "v1", Scheme = "key";

    public static IServiceCollection AddApi(this IServiceCollection services) => services
        .AddSingleton<ApiScopes>()
        .AddSingleton<ApiKeys>();

    /// <summary>./patron key</summary>
    public static PatronCommand KeyCommand() => new KeyCommand();

    public static IServiceCollection AddApiServer(this IServiceCollection services)
    {
        services.AddOpenApi(Document, options =>
        {
            options.ShouldInclude = description => description.ActionDescriptor.EndpointMetadata.OfType<ApiAreaAttribute>().Any();
            options.AddOperationTransformer(SharedAnswers.Add);
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new() { Title = "Patron", Version = Document, Description = "Every request needs a key: Authorization: Bearer SECRET. Times are UTC, money is in units with its currency, lists go on by their cursor, refusals are problem details." };
                document.Components ??= new();
                document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme> { [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" } };
                document.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
                document.Servers = [];
                return Task.CompletedTask;
            });
        });
        return services
            .AddSingleton<IdempotentAnswers>()
            .AddSingleton<ApiGuard>()
            .AddSingleton(new SettingsLink(SettingsGroup.People, 2, "api.keys.title", "api.keys.about", KeyRoutes.Page, Permissions.ManageUsers))
            .AddSingleton(new PalettePage("api.keys.title", KeyRoutes.Page, "key", Permissions.ManageUsers));
    }

    /// <summary>Stands outside of what asks who is signed in: a key is no session.</summary>
    public static void UseApi(this IApplicationBuilder app)
    {
        var guard = app.ApplicationServices.GetRequiredService<ApiGuard>();
        app.Use((http, next) => guard.Handle(http, next));
    }

    public static void MapApi(this IEndpointRouteBuilder app)
    {
        foreach (var part in app.ServiceProvider.GetServices<IApiPart>())
            part.Map(app.MapGroup($"{ApiGuard.Root}/{part.Area}").WithMetadata(new ApiAreaAttribute(part.Area), new NoCookiesAttribute()).WithTags(part.Area));
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymousRoute();
        app.MapKeys();
    }
}
