export const id = 98;
export const ids = [98];
export const modules = {

/***/ 7098:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  renderPage: () => (/* binding */ renderPage)
});

// UNUSED EXPORTS: cspHash, inlineJson, scopeName

// EXTERNAL MODULE: ./node_modules/preact-render-to-string/dist/index.mjs
var dist = __webpack_require__(53091);
// EXTERNAL MODULE: ./lib/errors.js
var errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/text.js
var lib_text = __webpack_require__(68804);
// EXTERNAL MODULE: ./lib/report/entries.js
var report_entries = __webpack_require__(91070);
// EXTERNAL MODULE: ./lib/report/escape.js
var report_escape = __webpack_require__(72527);
// EXTERNAL MODULE: ./lib/report/model.js
var model = __webpack_require__(5747);
;// CONCATENATED MODULE: ./lib/report/html/embedded.js
// Made by `npm run generate` from client/: do not edit.
const pageScript = "/*! With Preact, MIT License, Copyright (c) 2015-present Jason Miller */\n(()=>{var ae=[\"critical\",\"high\",\"medium\",\"low\"],G=[\"new\",\"known\",\"suppressed\"],Y=\"UNREADABLE_ROW\";var kn=/[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\ufffe\\uffff]/gu,xn=/^[\\x20-\\x7e]*$/,Cn={\"\\n\":\"\\\\n\",\"\\r\":\"\\\\r\",\"\t\":\"\\\\t\"};function C(e){return xn.test(e)?e:e.replace(kn,Tn)}function Tn(e){return Cn[e]??`\\\\u{${(e.codePointAt(0)??0).toString(16).padStart(4,\"0\")}}`}function T(e){return String(e).replace(/\\B(?=(?:\\d{3})+$)/g,\",\")}function le(e,n,t=`${n}s`){return`${T(e)} ${e===1?n:t}`}function J(e,n){return e<n?-1:e>n?1:0}var En=[[_(\"AWS|AMAZON\"),\"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html\"],[_(\"GOOGLE|GCP|GCLOUD|FIREBASE|FCM\"),\"https://cloud.google.com/docs/security/compromised-credentials\"],[_(\"AZURE_STORAGE|STORAGE_ACCOUNT|SHARED_ACCESS_SIGNATURE\"),\"https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage\"],[_(\"GITHUB\"),\"https://docs.github.com/authentication/keeping-your-account-and-data-secure/token-expiration-and-revocation\"],[_(\"GITLAB\"),\"https://docs.gitlab.com/user/profile/personal_access_tokens/\"],[_(\"BITBUCKET|BBDC\"),\"https://confluence.atlassian.com/bitbucketserver/http-access-tokens-939515499.html\"],[_(\"ATLASSIAN|JIRA|CONFLUENCE|TRELLO\"),\"https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/\"],[_(\"SLACK\"),\"https://docs.slack.dev/authentication/best-practices-for-security\"],[_(\"STRIPE\"),\"https://docs.stripe.com/keys\"],[_(\"TWILIO\"),\"https://www.twilio.com/docs/iam/api-keys\"],[_(\"NPM\"),\"https://docs.npmjs.com/revoking-access-tokens\"],[_(\"PYPI\"),\"https://pypi.org/help/#apitoken\"],[_(\"NUGET\"),\"https://learn.microsoft.com/nuget/nuget-org/scoped-api-keys\"]];function _(e){return new RegExp(`(?:^|_)(?:${e})(?:_|$)`)}var ce=[[new RegExp(`^${Y}$`),\"A row of the export could not be read, so what it reports is unknown and counts as a finding.\",\"Run the gate again, and ask the Bitbucket administrator if the row stays broken.\"],[_(\"TROJAN(_SOURCE)?|BIDI(RECTIONAL)?|HOMOGLYPHS?\"),\"Invisible Unicode characters make the code read differently from how it runs (a \\u201CTrojan Source\\u201D attack).\",\"Nothing needs rotating: the authors of the line remove the characters and review what the code does without them.\"],[_(\"MWS\"),\"A key of Amazon Marketplace Web Service, which reads and changes a seller\\u2019s orders and stock.\",\"The owner of the seller account revokes the developer\\u2019s access in Seller Central and authorises anew.\"],[_(\"AWS_(CLIENT|ACCOUNT|ACCESS_KEY|KEY)_ID|AMAZON_ACCESS_KEY_ID\"),\"The id of an AWS access key, half of a pair: it names an account, and its secret is often next to it.\",\"The owner of the AWS account finds the key in IAM, makes a new pair and deactivates this one.\"],[_(\"AWS|AMAZON\"),\"A credential of Amazon Web Services, which acts with all rights of its user or role.\",\"The owner of the AWS account makes a new key in IAM, deactivates this one and looks through CloudTrail for its use.\"],[_(\"GOOGLE|GCP|FIREBASE|GCLOUD|FCM\"),\"A key of Google Cloud or another Google service, usable from anywhere unless it is restricted.\",\"The owner of the Google project deletes the key in the console, makes a restricted one and checks the audit log.\"],[_(\"AZURE|ENTRA|SHARED_ACCESS_SIGNATURE|STORAGE_ACCOUNT\"),\"A credential of Microsoft Azure: a storage key, connection string or client secret.\",\"The owner of the Azure subscription regenerates the key or client secret and checks the activity log.\"],[_(\"GITHUB|GITLAB|BITBUCKET|BBDC|GITEA|GIT_TOKEN|GIT_CREDENTIALS?\"),\"A token of a Git server, which reads and often writes every repository that its owner can reach.\",\"The user who made the token revokes it in the settings of the account and checks the audit log of the server.\"],[_(\"ATLASSIAN|JIRA|CONFLUENCE|TRELLO\"),\"A credential of an Atlassian product, which acts as the user who made it.\",\"The user who made it revokes it in the account\\u2019s security settings and makes a new one.\"],[_(\"SLACK|DISCORD|TELEGRAM|TEAMS|MATTERMOST|WEBHOOK\"),\"A token or webhook of a chat service, which posts, and sometimes reads, messages of a team.\",\"The administrator of the workspace or the owner of the bot regenerates the token or deletes the webhook.\"],[_(\"STRIPE|PAYPAL|SQUARE|SQUAREUP|BRAINTREE|ADYEN|PLAID\"),\"A key of a payment provider, which can read customers\\u2019 data and move money.\",\"The owner of the merchant account rolls the key in the provider\\u2019s dashboard at once and reviews its recent use.\"],[_(\"TWILIO|SENDGRID|MAILGUN|MAILCHIMP|SENDINBLUE|SMTP|NEXMO|MESSAGEBIRD\"),\"A credential of a mail or message service, which sends in the company\\u2019s name.\",\"The owner of the service account revokes the key in its console, makes a new one and checks what was sent.\"],[_(\"NPM|PYPI|NUGET|RUBYGEMS|MAVEN|ARTIFACTORY|NEXUS|DOCKER|DOCKERHUB|CLOJARS|JFROG\"),\"A credential of a package or image registry, with which foreign code can be published under your name.\",\"The owner of the registry account revokes the token and checks recent releases for ones nobody made.\"],[_(\"PUBLIC_KEY|PUBLICKEY|PUBKEY\"),\"A public key, which is no secret, but shows whom something trusts; a private key is often beside it.\",\"Nothing needs rotating unless the private key is in the repository too: the author of the line looks for it.\"],[_(\"(RSA|SSH|DSA|EC|ECDSA|ED25519|PGP|GPG|OPENSSH|PKCS8|PKCS12|PUTTY|PEM)(_PRIVATE)?(_KEY)?|PRIVATE_KEY|PRIVATEKEY|KEYSTORE\"),\"A private key, which proves an identity: anyone who has it can sign in, sign or decrypt as its owner.\",\"The owner of the key makes a new pair, removes the old public key or certificate wherever it is trusted, and revokes it.\"],[_(\"JDBC|DATABASE|DB|POSTGRES|POSTGRESQL|MYSQL|MONGO|MONGODB|REDIS|ORACLE|SQL|MSSQL|CONNECTION_STRING\"),\"Credentials of a database, often with its address.\",\"The administrator of the database changes the password of this user and checks its logins.\"],[_(\"JWT|JSON_WEB_TOKENS?|BEARER|OAUTH2?|CLIENT_SECRET|REFRESH_TOKEN\"),\"A token or client secret with which a program signs in for a user or a service.\",\"The owner of the application ends its sessions and makes a new client secret at the identity provider.\"],[_(\"URL|URI|BASIC_AUTH\"),\"User name and password inside an address, which also ends up in logs and histories.\",\"The owner of the account changes its password and passes the new one outside the address.\"],[_(\"PASSWORDS?|PASSWD|PWD|PASSPHRASE|CREDENTIALS?\"),\"A password in clear text.\",\"The owner of the account changes the password everywhere it is used and reads it from a secret store instead.\"],[_(\"TOKENS?|API_?KEYS?|SECRETS?|KEYS?|APIKEY|PAT|ENTROPY|ENTROPY_STRING\"),\"A token or key of a service, which usually acts with all rights of its owner.\",\"The owner of the service account revokes it there, makes a new one and reads it from a secret store instead.\"]],An=3,Me={what:\"Something that this rule, set by an administrator or the repository, takes for a secret.\",rotate:\"The last author of the line finds out what it opens; the owner revokes it, makes a new one and keeps it in a secret store.\"},Ue=\"Deleting the line is not enough: the secret stays in the Git history, so treat it as known to others and rotate it first.\";function De(e,n={}){let t=e.replace(/([a-z0-9])([A-Z])/g,\"$1_$2\").toUpperCase().replace(/[^A-Z0-9]+/g,\"_\"),r=ce.findIndex(([c])=>c.test(t)),[,o,s]=ce[r]??[null,Me.what,Me.rotate],i=Object.hasOwn(n,e)?n[e]:void 0,a=i?.link??En.find(([c])=>c.test(t))?.[1]??null,u=r<0||r>=ce.length-An,p=/ENTROPY/.test(t)?\"low\":u?\"medium\":\"high\";return{what:o,rotate:i?.text??s,link:a,precision:p}}var Rn=90;function Be(e,n){let t=Date.parse(n),r=new Date((Number.isNaN(t)?0:t)+Rn*864e5);return[`  - fingerprint: ${JSON.stringify(e.fingerprint)}`,'    reason: \"why this may stay\"','    owner: \"who answers for it\"',`    expires: ${r.toISOString().slice(0,10)}`,\"\"].join(`\n`)}var $n=/^[\\w.~-]+$/;function Nn(e,{project:n,repository:t}){if(e===null||!/^https?:\\/\\//i.test(e))return null;let r=n.replace(/^~/,\"\");return[r,t].some(o=>!$n.test(o)||/^\\.{1,2}$/.test(o))?null:`${e.replace(/\\/+$/,\"\")}/${n.startsWith(\"~\")?\"users\":\"projects\"}/${r}/repos/${t}`}function W(e,n){let t=Nn(e,n),r=n.path.replace(/^\\/+/,\"\").split(\"/\");if(t===null||r.some(u=>/^\\.{0,2}$/.test(u)))return null;let{branch:o}=n,s=o.startsWith(\"refs/\")?o:`refs/heads/${o}`,i=o===\"\"?\"\":`?at=${Ge(s.split(\"/\"))}`,a=n.line===null?\"\":`#${n.line}`;return`${t}/browse/${Ge(r)}${i}${a}`}function Ge(e){return e.map(n=>encodeURIComponent(n.toWellFormed())).join(\"/\")}function R(e,n){if(e.length<=n)return e;let t=Math.ceil((n-1)/2);return`${e.slice(0,t)}\\u2026${e.slice(e.length-(n-1-t))}`.toWellFormed()}function Fn(e,n=1e3){return R(C(e),n)}function j(e,n=300){let t=Fn(e,n).replaceAll(\"|\",\"\\\\u{007c}\");if(t.trim()===\"\")return\"\\u2013\";let r=Math.max(0,...(t.match(/`+/g)??[]).map(i=>i.length)),o=\"`\".repeat(r+1),s=/^[` ]|[` ]$/.test(t)?\" \":\"\";return`${o}${s}${t}${s}${o}`}var v,He,On,O,ue,ee,ze,Z,Ke,pe,de,Pn,z=Symbol.for(\"pv\"),ne={},te=[],Ln=/^m(i|n|o|s|text|space)$/,he=Array.isArray,fe=te.slice,U=Object.assign;function M(e){e&&e.parentNode&&e.remove()}function d(e,n,t){var r,o,s,i={},a=arguments.length;for(s in n)s==\"key\"?r=n[s]:s==\"ref\"&&typeof e!=\"function\"?o=n[s]:i[s]=n[s];return a>2&&(i.children=a>3?fe.call(arguments,2):t),H(e,i,r,o,null)}function H(e,n,t,r,o){var s={type:e,props:n,key:t,ref:r,__k:null,__:null,__b:0,__e:null,__c:null,constructor:z,__v:o||++He,__i:-1,__u:0};return!o&&v.vnode&&v.vnode(s),s}function D(e){return e.children}function Q(e,n){this.props=e,this.context=n,this.__g=0}function P(e,n){if(n==null)return e.__&&P(e.__,e.__i+1);for(var t;n<e.__k.length;n++)if((t=e.__k[n])&&t.__e)return t.__e;return typeof e.type!=\"function\"||e.props.__P?null:P(e)}function In(e){var n,t=e.__v,r=t.__e,o=[],s=[],i=e.__P;i&&((n=U({constructor:z},t)).__v=t.__v+1,v.vnode&&v.vnode(n),ge(i,n,t,e.__n,i.namespaceURI,32&t.__u?[r]:null,o,r||P(t),32&t.__u,s),n.__v=t.__v,n.__.__k[n.__i]=n,Qe(o,n,s),t.__=t.__e=null,n.__e!=r&&Ve(n))}function Ve(e){if((e=e.__)&&e.__c&&!e.props.__P)return e.__e=null,e.__k.some(function(n){return n&&(e.__e=n.__e)}),Ve(e)}function We(e){(8&e.__g||(e.__g|=8,O.push(e),ee++))&&ue==v.debounceRendering||((ue=v.debounceRendering)||queueMicrotask)(Ye)}function Ye(){try{for(var e,n=1;O.length;)O.length>n&&O.sort(ze),e=O.shift(),n=O.length,8&e.__g&&In(e)}finally{(ee=O.length)&&(ue||queueMicrotask)(Ye)}}function Je(e,n,t,r,o,s,i,a,u,p,c){var h,m,l,f,S,y,g=r.__k||te,b=n.length;for(u=Mn(t,n,g,u,b),h=0;h<b;h++)(l=t.__k[h])!=null&&(m=~l.__i&&g[l.__i]||ne,l.__i=h,y=ge(e,l,m,o,s,i,a,u,p,c),f=l.__e,(m.ref!=l.ref||8&m.__u)&&(m.ref&&me(m.ref,null,l,m),l.ref&&c.push(l.ref,l.__c||f,l)),S=S||f,4&l.__u?(u=qe(l,u,e,!m.__v),m.__e&&(m.__e=null)):typeof l.type==\"function\"&&y!==void 0?u=y:f&&(u=f.nextSibling),l.__u&=-21);return t.__e=S,u}function Mn(e,n,t,r,o){var s,i,a,u,p,c,h,m,l,f=t.length,S=f,y=0,g=0,b=e.__k=Array(o);for(s=0;s<o;s++)(i=n[s])!=null&&typeof i!=\"boolean\"&&typeof i!=\"function\"?(typeof i!=\"object\"||i.constructor===String?i=b[s]=H(null,i):he(i)?i=b[s]=H(D,{children:i}):i.constructor===z&&i.__b?i=b[s]=H(i.type,i.props,i.key,i.ref,i.__v):b[s]=i,u=s+y,i.__=e,i.__b=e.__b+1,a=null,~(p=i.__i=Un(i,t,u,S))&&(S--,(a=t[p])&&(a.__u|=2)),a&&a.__v?(i.__u|=16,p==u-1?y--:p==u+1?y++:p!=u&&(p>u?y--:y++,g=1)):(~p||(o>f?y--:o<f&&y++),typeof i.type!=\"function\"&&(i.__u|=4))):b[s]=null;if(g){for(c=[],h=[],s=0;s<o;s++)if((i=b[s])&&16&i.__u){for(y=0,m=c.length;y<m;)c[l=y+m>>1]<i.__i?y=l+1:m=l;c[y]=i.__i,h[s]=y+1}for(y=c.length;s--;)h[s]&&(h[s]==y?y--:b[s].__u|=4)}if(S)for(s=0;s<f;s++)!(a=t[s])||2&a.__u||(a.__e==r&&(r=P(a)),ye(a,a));return r}function qe(e,n,t,r){var o,s,i,a;if(typeof e.type==\"function\"){if(e.props.__P)return n;if(o=e.__k)for(s=0;s<o.length;s++)o[s]&&(o[s].__=e,n=qe(o[s],n,t,!1));return n}for(n&&!n.parentNode&&(n=P(e))&&!n.parentNode&&(n=null),i=e.__e,a=n;a&&a.nodeType==8;)a=a.nextSibling;for(i!=a&&(!r&&t.moveBefore&&i.parentNode?t.moveBefore(i,n):t.insertBefore(i,n||null)),n=i;(n=n&&n.nextSibling)&&n.nodeType==8&&!n.data.startsWith(\"$s\"););return n}function Un(e,n,t,r){var o,s=e.key,i=e.type,a=n[t],u=a&&!(2&a.__u);if(a===null&&s==null||u&&s==a.key&&i==a.type)return t;if(r>(u?1:0)){for(o=t-1;o>=0;o--)if((a=n[o])&&!(2&a.__u)&&s==a.key&&i==a.type)return o;for(o=t+1;o<n.length;o++)if((a=n[o])&&!(2&a.__u)&&s==a.key&&i==a.type)return o}return-1}function je(e,n,t){t==null&&(t=\"\"),n[0]==\"-\"?e.setProperty(n,t):e[n]=t}function q(e,n,t,r,o){var s,i;if(n==\"style\")if(typeof t==\"string\")e.style.cssText=t;else{if(typeof r==\"string\"&&(e.style.cssText=r=\"\"),r)for(n in r)t&&n in t||je(e.style,n);if(t)for(n in t)r&&t[n]==r[n]||je(e.style,n,t[n])}else if(n[0]==\"o\"&&n[1]==\"n\")typeof t!=\"function\"&&(t=null),typeof r!=\"function\"&&(r=null),(e.__e||(e.__e={}))[n]=t,t&&r||(i=de[n]||(de[n]=Dn(n)),(e.__a||(e.__a={}))[n]=pe,s=n!=(n=n.replace(Ke,\"$1\")),(n=n.slice(2))[0]<\"a\"&&(n=n.toLowerCase()),t?e.addEventListener(n,i,s):e.removeEventListener(n,i,s));else{if(o==\"http://www.w3.org/2000/svg\")n=n.replace(/xlink(H|:h)/,\"h\").replace(/sName$/,\"s\");else if(n!=\"width\"&&n!=\"height\"&&n!=\"href\"&&n!=\"list\"&&n!=\"form\"&&n!=\"tabIndex\"&&n!=\"download\"&&n!=\"rowSpan\"&&n!=\"colSpan\"&&n!=\"role\"&&n!=\"popover\"&&n in e)try{return void(e[n]=t??\"\")}catch{}if(typeof t==\"function\")return;t==null||t===!1&&n[4]!=\"-\"?e.removeAttribute(n):e.setAttribute(n,n==\"popover\"&&t==1?\"\":t)}}function Dn(e){return function(n){var t=this.__e;if(t){if(t=t[e],n[Z]==null)n[Z]=pe++;else if(n[Z]<this.__a[e])return;return t(v.event?v.event(n):n)}}}function ge(e,n,t,r,o,s,i,a,u,p){var c,h,m,l,f,S,y,g,b,x,k,ie,Le,V,L,Ie,F,I,A=n.type;if(n.constructor!==z)return null;128&t.__u&&(u=32&t.__u,c=t.__c.__z)&&(n.__u|=u,h=s=[],c.nodeType==8?a=X(c,s):s.push(c),a=s[0]||a),(c=v.__b)&&c(n);e:if(typeof A==\"function\"){m=i.length;try{if(g=n.props,b=(c=A.prototype)&&c.render,x=(c=A.contextType)&&r[c.__c],k=c?x?x.props.value:c.__:r,(l=t.__c)?(n.__c=l,2&l.__g&&(l.__g|=1)):(b?n.__c=l=new A(g,k):(n.__c=l=new Q(g,k),l.constructor=A,l.render=Gn),x&&x.sub(l),l.state||(l.state={}),l.__n=r,l.__g|=8,l.__h=[],l.__k=[]),b&&(l.__s||(l.__s=l.state),A.getDerivedStateFromProps&&(l.__s==l.state&&(l.__s=U({},l.__s)),U(l.__s,A.getDerivedStateFromProps(g,l.__s)))),f=l.props,S=l.state,l.__v=n,t.__c){if(g!==f&&b&&!A.getDerivedStateFromProps&&l.componentWillReceiveProps&&l.componentWillReceiveProps(g,k),n.__v==t.__v&&!(8&l.__g)||!(4&l.__g)&&l.shouldComponentUpdate&&l.shouldComponentUpdate(g,l.__s,k)===!1){n.__v!=t.__v&&(l.props=g,l.state=l.__s,l.__g&=-9),n.__e=t.__e,n.__k=t.__k,n.__k.some(function(E){E&&(E.__=n)}),te.push.apply(l.__h,l.__k),l.__k=[],l.__h.length&&i.push(l),a=P(t);break e}l.componentWillUpdate&&l.componentWillUpdate(g,l.__s,k),b&&l.componentDidUpdate&&l.__h.push(function(){l.componentDidUpdate(f,S,y)})}else b&&!A.getDerivedStateFromProps&&l.componentWillMount&&l.componentWillMount(),b&&l.componentDidMount&&l.__h.push(l.componentDidMount);l.context=k,l.props=g,l.__P=e,l.__g&=-5,ie=v.__r,Le=b?25:0;do l.__g&=-9,ie&&ie(n),c=l.render(l.props,l.state=l.__s,l.context);while(8&l.__g&&++Le<25);b&&(te.push.apply(l.__h,l.__k),l.__k=[]),l.state=l.__s,l.getChildContext&&(r=U({},r,l.getChildContext())),b&&t.__c&&l.getSnapshotBeforeUpdate&&(y=l.getSnapshotBeforeUpdate(f,S)),V=c&&c.type===D&&c.key==null?c.props.children:c,g.__P&&(c=a,o=(e=g.__P).namespaceURI,u=s=null,t.props&&t.props.__P!=e&&(t.__k.some(function(E){E&&ye(E,E)}),t.__k=null),a=t.__k?P(t,0):null),a=Je(e,he(V)?V:[V],n,t,r,o,s,i,a,u,p),g.__P&&(n.__e=null,a=c),n.__u&=-161,h&&h.some(M),l.__h.length&&i.push(l),1&l.__g&&(l.__g&=-4)}catch(E){if(i.length=m,n.__v=null,u||s)if(E&&E.then){if(n.__u|=128|u,s){for(~(F=s.indexOf(a||void 0))||(F=s.length);(I=s[F-1])&&I.nodeType==8;)F--;for(;F<s.length;F++)if(I=s[F])if(s[F]=null,L){if(I==Ie)break}else{if(I.nodeType!=8)break;I.data.startsWith(\"$s\")&&(Ie=X(L=I))}}if(!L){for(;a&&a.nodeType==8&&a.nextSibling;)a=a.nextSibling;L=a}(c=X(L=n.__c.__z||(n.__c.__z=L)))?(n.__e=L,a=c):n.__e=a,a=a&&a.nextSibling}else s&&s.some(M);else n.__e=t.__e;n.__k||(n.__k=t.__k||[]),E&&E.then||Ze(n),v.__e(E,n,t)}}else a=n.__e=Bn(t.__e,n,t,r,o,s,i,u,p,e);return(c=v.diffed)&&c(n),a}function X(e,n){if(e&&e.nodeType==8&&e.data.startsWith(\"$s\"))for(var t=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith(\"$s\"))t++;else if(e.data.startsWith(\"/$s\")&&!--t)return e}n&&n.push(e)}}function Ze(e){e&&(e.__c&&(e.__c.__g|=4),e.__k&&e.__k.some(Ze))}function Qe(e,n,t){for(var r=0;r<t.length;)me(t[r++],t[r++],t[r++]);v.__c&&v.__c(n,e),e.some(function(o){try{e=o.__h,o.__h=[],e.some(function(s){s.call(o)})}catch(s){v.__e(s,o.__v)}})}function Bn(e,n,t,r,o,s,i,a,u,p){var c,h,m,l,f,S,y,g,b=t.props||ne,x=n.props,k=n.type;if(k==\"svg\"?o=\"http://www.w3.org/2000/svg\":k==\"math\"?o=\"http://www.w3.org/1998/Math/MathML\":o||(o=\"http://www.w3.org/1999/xhtml\"),s){for(c=0;c<s.length;c++)if((f=s[c])&&(k?f.localName==k:f.nodeType==3)){e=f,s[c]=null;break}}if(!e){if(g=p.ownerDocument||document,!k)return g.createTextNode(x);e=g.createElementNS(o,k,x.is?x:p),a&&(v.__m&&v.__m(n,s),a=!1),s=null}if(k){if(p=k==\"template\"&&e.content||e,s=k==\"textarea\"&&x.defaultValue!=null?null:s&&fe.call(p.childNodes),!a&&s)for(b={},c=0;c<e.attributes.length;c++)b[(f=e.attributes[c]).name]=f.value;for(c in b)f=b[c],c==\"dangerouslySetInnerHTML\"?m=f:c==\"children\"||c in x||c==\"value\"&&\"defaultValue\"in x||c==\"checked\"&&\"defaultChecked\"in x||q(e,c,null,f,o);for(c in x)f=x[c],c==\"children\"?l=f:c==\"dangerouslySetInnerHTML\"?h=f:c==\"value\"?S=f:c==\"checked\"?y=f:a&&typeof f!=\"function\"||b[c]===f||q(e,c,f,b[c],o);h?(a||m&&(h.__html==m.__html||h.__html==e.innerHTML)||(e.innerHTML=h.__html),n.__k=[]):(m&&(e.textContent=\"\"),(k==\"foreignObject\"||o==\"http://www.w3.org/1998/Math/MathML\"&&Ln.test(k))&&(o=\"http://www.w3.org/1999/xhtml\"),Je(p,he(l)?l:[l],n,t,r,o,s,i,s?s[0]:t.__k&&P(t,0),a,u),s&&s.some(M)),a&&k!=\"textarea\"||(c=\"value\",k==\"progress\"&&S==null?e.removeAttribute(c):S==null||S===e[c]&&(k!=\"progress\"||S)||q(e,c,S,b[c],o),c=\"checked\",y!=null&&y!=e[c]&&q(e,c,y,b[c],o))}else b===x||a&&e.data==x||(e.data=x);return e}function me(e,n,t,r){try{typeof e==\"function\"?n?n.__x=e(n)||1:r&&(r=r.__c||r.__e)&&(n=r.__x)&&(r.__x=null,typeof n==\"function\"?n():e(null)):e.current=n}catch(o){v.__e(o,t)}}function ye(e,n,t){var r,o,s,i;if(v.unmount&&v.unmount(e),!(r=e.ref)||r.current&&r.current!=e.__e||me(r,null,n,e),r=e.__c){if(r.componentWillUnmount)try{r.componentWillUnmount()}catch(a){v.__e(a,n)}r.__P=r.__n=null}if(r=e.__k)for(i=0;i<r.length;i++)r[i]&&ye(r[i],n,typeof e.type!=\"function\"||t&&!e.props.__P);!t&&(r=e.__c)&&(r=r.__z)&&(o=X(r,s=[]))&&(r==e.__e&&s.some(M),M(o),M(r)),t||M(e.__e),e.__e=e.__c=e.__=null}function Gn(e,n,t){return this.constructor(e,t)}function re(e,n){var t,r,o,s;v.__&&v.__(e,n),n.nodeType==9&&(n=n.documentElement),r=(t=e&&32&e.__u)?null:n.__k,n.__k=H(D,{children:[e]}),o=[],s=[],ge(n,n.__k,r||ne,ne,n.namespaceURI,r?null:n.firstChild?fe.call(n.childNodes):null,o,r?r.__e:n.firstChild,t,s),Qe(o,n.__k,s),n.__k.props.children=null}function _e(e,n){e&&typeof e==\"object\"&&(e.__u|=32),re(e,n)}v={__e:function(e,n,t,r){for(var o,s,i;n=n.__;)if((o=n.__c)&&!(1&o.__g)){o.__g|=4;try{if((i=(s=o.constructor)&&s.getDerivedStateFromError)&&o.setState(s.getDerivedStateFromError(e)),o.componentDidCatch&&(o.componentDidCatch(e,r||{}),i=1),i&&8&o.__g)return void(o.__g|=2)}catch(a){e=a}}throw ee=0,e}},He=0,On=function(e){return e!=null&&e.constructor===z},Q.prototype.setState=function(e,n){var t=this.__s;t&&t!=this.state||(t=this.__s=U({},this.state)),typeof e==\"function\"&&(e=e(U({},t),this.props)),e&&(U(t,e),this.__v&&(n&&this.__k.push(n),We(this)))},Q.prototype.forceUpdate=function(e){this.__v&&(this.__g|=4,e&&this.__h.push(e),We(this))},Q.prototype.render=D,O=[],ee=0,ze=function(e,n){return e.__v.__b-n.__v.__b},Z=Symbol(),Ke=/(PointerCapture)$|Capture$/i,pe=0,de={},Pn=0;function Xe(e,n,t,r={}){return d(\"table\",{class:r.table},d(\"caption\",{class:\"unseen\"},e),d(\"thead\",{class:r.head},d(\"tr\",null,...n)),d(\"tbody\",null,...t))}function en(e){return d(\"th\",{scope:\"col\"},e)}function nn(e,...n){return d(\"section\",{class:\"scroll\",tabIndex:0,\"aria-label\":e},...n)}function tn(e){return d(\"dl\",null,...e.flatMap(([n,t])=>[d(\"dt\",null,n),d(\"dd\",null,t)]))}function rn(e){let n=d(\"button\",{type:\"button\",class:\"copy\",\"data-copy\":\"\"},\"Copy\");return d(\"div\",{class:\"snippet\"},d(\"pre\",{tabIndex:0},e),n)}function be(e,n){let t=e.filter(i=>i!==\"\");if(t.length===0)return\"\\u2014\";let r=i=>d(\"span\",{class:\"chip\",key:i},we(i)),o=t.length-n,s=o>0&&d(\"span\",{class:\"soft\"},` and ${T(o)} more`);return d(\"span\",null,t.slice(0,n).map(r),s)}function we(e){let n=C(e);return d(\"span\",{title:n},Se(R(n,48)))}function Se(e){return e.split(/(?<=\\/)/).map((n,t)=>t===0?n:[d(\"wbr\",null),n])}function oe(e){let n=new Date(e);return Number.isNaN(n.getTime())?C(String(e)):`${n.toISOString().slice(0,16).replace(\"T\",\" \")} UTC`}function w(e,n){return e[n]}var N=[\"severity\",\"status\",\"rule\",\"repository\",\"branch\",\"owner\",\"limit\"];function ve(e){return e?G:G.map(n=>n===\"new\"?\"open\":n)}var Wn=String(G.indexOf(\"new\"));function on(e,n=!0,t=!1){let{rule:r,repository:o,branch:s,path:i,severity:a,status:u,owner:p,limit:c,time:h,times:m}=e,l=r.length,f=e.match.length>0?e.match:new Array(l).fill(0),S=l===0?[]:e.fingerprint.split(\" \"),y=e.repositories.map(g=>g.join(\"/\"));return{size:l,columns:{rule:$(r,e.rules),repository:$(o,y),branch:$(s,e.branchNames,e.branches),path:$(i,e.paths),severity:$(Array.from(a,Number),ae),status:$(Array.from(u,Number),ve(n)),owner:$(p,e.owners),limit:$(c,e.limitNames,e.limits),match:$(f,e.matches)},scannedAt:h.map(g=>m[g]??-1),exposedAt:e.exposed.map(g=>m[g]??-1),lines:e.line,fingerprints:S,isFolded:g=>t&&u[g]!==Wn&&w(e.limits,w(c,g)).length===0,finding:g=>jn(e,g,w(S,g))}}function $(e,n,t=n.map((r,o)=>[o])){let r=n.map(C);return{index:e,sets:t,texts:r,lowered:r.map(o=>o.toLowerCase())}}function jn(e,n,t){let r=(a,u)=>w(a,w(u,n)),[o,s]=r(e.repositories,e.repository),i=r(e.branches,e.branch).map(a=>w(e.branchNames,a));return{project:o,repository:s,branch:i[0]??\"\",branches:i,path:r(e.paths,e.path),line:e.line[n]||null,rule:r(e.rules,e.rule),scannedAt:r(e.times,e.time),match:w(e.matches,e.match[n]??0),severity:w(ae,Number(e.severity[n])),status:w(G,Number(e.status[n])),owner:r(e.owners,e.owner),fingerprint:t,exposedAt:e.times[e.exposed[n]??-1]??null,author:e.authors[e.author[n]??-1]??\"\"}}function sn({path:e,line:n}){return n===null?e:`${e}:${n}`}var Hn=[...N,\"path\",\"scanned\"],se=[\"repository\",\"rule\",\"owner\",\"path\"],ln=[25,50,100,500],ke={search:\"\",filters:{},sort:null,group:null,folded:!1,page:0,pageSize:50,open:null,linked:null};function xe({findings:e,...n},t,r=()=>{}){let o=on(e,n.hasBaseline,n.isChange),s=Ce(o,ke);return{...n,table:o,view:ke,rows:s,choices:qn(o),change:t,copy:r}}function cn(e,n){let t={...e.view,...n},r=[\"search\",\"filters\",\"sort\",\"group\",\"folded\"].every(o=>t[o]===e.view[o]);return{...e,view:t,rows:r?e.rows:Ce(e.table,t)}}function Ce(e,n){let t=[...Kn(e,n),...Vn(e,n.search)];!n.folded&&!Te(n)&&t.push(s=>!e.isFolded(s));let r=[];for(let s=0;s<e.size;s++)zn(t,s)&&r.push(s);let o=n.sort===null?r:an(r,Yn(e,n.sort.key),n.sort);return n.group===null?o:an(o,Jn(e,o,n.group))}function Te({search:e,filters:n}){return e!==\"\"||Object.keys(n).length>0}function zn(e,n){for(let t of e)if(!t(n))return!1;return!0}function Kn(e,n){return N.flatMap(t=>{let r=n.filters[t];return r===void 0?[]:[dn([un(e.columns[t],o=>o===r)])]})}function Vn(e,n){return n.toLowerCase().split(/\\s+/).filter(Boolean).map(r=>{let{rule:o,repository:s,branch:i,path:a,owner:u,match:p}=e.columns,c=dn([o,s,i,a,u,p].map(h=>{let m=h.lowered.map(l=>l.includes(r));return un(h,l=>m[l]===!0)}));return/^[0-9a-f]{4,}$/.test(r)?h=>c(h)||e.fingerprints[h]?.includes(r)===!0:c})}function un({index:e,sets:n},t){return{index:e,hits:Uint8Array.from(n,r=>r.some(t)?1:0)}}function dn(e){let n=e.filter(({hits:t})=>t.includes(1));return t=>{for(let{index:r,hits:o}of n)if(o[r[t]]===1)return!0;return!1}}function an(e,n,{descending:t}={descending:!1}){let r=t?-1:1,o=new Uint32Array(n.length);for(let[s,i]of e.entries())o[i]=s;return e.toSorted((s,i)=>r*(w(n,s)-w(n,i))||w(o,s)-w(o,i))}function Yn(e,n){if(n===\"scanned\")return e.exposedAt.length>0?e.exposedAt:e.scannedAt;let{index:t,sets:r,texts:o}=e.columns[n];if(n===\"severity\"||n===\"status\")return t;let s=[...o.keys()].sort((p,c)=>J(w(o,p),w(o,c))),i=new Uint32Array(s.length);for(let[p,c]of s.entries())i[c]=p;let a=r.map(([p])=>p===void 0?s.length:w(i,p));if(n!==\"path\")return t.map(p=>w(a,p));let u=2**24-1;return t.map((p,c)=>w(a,p)*2**24+Math.min(w(e.lines,c),u))}function Jn(e,n,t){let r=[...Ee(e,n,t)].sort(([,s],[,i])=>i-s),o=new Map(r.map(([s],i)=>[s,i]));return Array.from({length:e.size},(s,i)=>o.get(K(e,i,t))??0)}function K({columns:e},n,t){let r=w(e[t].index,n);return t===\"path\"?w(e.repository.index,n)*2**24+r:r}function pn({columns:e},n,t){let r=s=>w(s.texts,w(s.index,n)),o=r(e[t]);return t===\"path\"?`${r(e.repository)} ${o}`:o}function Ee(e,n,t){let r=new Map;for(let o of n){let s=K(e,o,t);r.set(s,(r.get(s)??0)+1)}return r}function hn(e,n){return Math.max(1,Math.ceil(e/n))}function fn(e,n){return e.slice(n.page*n.pageSize,(n.page+1)*n.pageSize)}function Ae(e,n,t){let r=Ce(e,n).indexOf(t),o={...n,open:t,linked:t};return r>=0?{...o,page:Math.floor(r/n.pageSize)}:Ae(e,{...o,search:\"\",filters:{},folded:!0},t)}function qn({columns:e}){return Object.fromEntries(N.map(n=>{let t=Zn(e[n]);return[n,[\"severity\",\"status\",\"limit\"].includes(n)?t:t.sort(Qn)]}))}function Zn({index:e,sets:n,texts:t}){let r=new Uint32Array(n.length);for(let i of e)r[i]=w(r,i)+1;let o=new Uint32Array(t.length);for(let[i,a]of n.entries())for(let u of a)o[u]=w(o,u)+w(r,i);return t.map((i,a)=>({place:a,text:i,count:w(o,a)})).filter(i=>i.count>0)}function Qn(e,n){return J(e.text.toLowerCase(),n.text.toLowerCase())}function Re({view:e,choices:n}){let{search:t,sort:r,group:o,filters:s,folded:i}=e;return[...N.flatMap(u=>{let p=n[u].find(({place:c})=>c===s[u]);return p===void 0?[]:[[u,p.text]]}),...t===\"\"?[]:[[\"search\",t]],...o===null?[]:[[\"group\",o]],...i?[[\"folded\",\"shown\"]]:[],...r===null?[]:[[\"sort\",`${r.descending?\"-\":\"\"}${r.key}`]]].map(([u,p])=>`${u}=${encodeURIComponent(p)}`).join(\"&\")}function gn(e,{choices:n}){let t=new Map(e.split(\"&\").flatMap(a=>{let[u=\"\",p]=a.split(/=(.*)/s);return p===void 0?[]:[[u,Xn(p)]]})),r=[...N,\"search\",\"group\",\"sort\",\"folded\"];if(![...t.keys()].some(a=>r.includes(a)))return null;let o=N.flatMap(a=>{let u=n[a].find(({text:p})=>p===t.get(a));return u===void 0?[]:[[a,u.place]]}),s=t.get(\"sort\")??\"\",i=Hn.find(a=>a===s.replace(/^-/,\"\"));return{...ke,search:t.get(\"search\")??\"\",filters:Object.fromEntries(o),group:se.find(a=>a===t.get(\"group\"))??null,folded:t.get(\"folded\")===\"shown\",sort:i===void 0?null:{key:i,descending:s.startsWith(\"-\")}}}function Xn(e){try{return decodeURIComponent(e)}catch{return e}}var B={page:0,open:null};function yn(e){let{view:n,change:t,rows:r,table:o}=e,s=Te(n),i=()=>t({...B,search:\"\",filters:{},linked:null}),a={type:\"search\",value:n.search,placeholder:\"Rule, repository, branch, path or fingerprint\",autocomplete:\"off\",spellcheck:!1,onInput:u=>t({...B,search:u.currentTarget.value})};return d(\"div\",{class:\"controls\",role:\"search\",\"aria-label\":\"Findings\"},d(\"label\",{class:\"search\"},d(\"span\",null,\"Search\"),d(\"input\",a)),...N.filter(u=>_n(e,u)).map(u=>tt(e,u)),nt(e),d(\"button\",{type:\"button\",disabled:!s,onClick:i},\"Clear\"),d(\"p\",{role:\"status\"},`${T(r.length)} of ${le(o.size,\"finding\")}`),!s&&et(e),$e(e,\"\",r))}function et({table:e,view:n,rows:t,change:r}){let o=e.size-t.length;if(o===0&&!n.folded)return null;let s=n.folded?\"Show new findings only\":`Show ${T(o)} that are not new`;return d(\"button\",{type:\"button\",onClick:()=>r({...B,folded:!n.folded})},s)}function _n({choices:e},n){return n!==\"owner\"&&n!==\"limit\"||e[n].some(({text:t})=>t!==\"\")}function nt(e){let{view:n,change:t}=e,o=se.filter(a=>a!==\"owner\"||_n(e,\"owner\")).map(a=>d(\"option\",{key:a,value:a},a===\"path\"?\"file\":a)),s=a=>t({...B,group:se.find(u=>u===a)??null}),i=d(\"option\",{value:\"\"},\"None\");return d(\"label\",null,d(\"span\",null,\"Group by\"),Ne(n.group??\"\",s,[i,o]))}function $e(e,n,t){let r=(o,s)=>d(\"button\",{type:\"button\",onClick:a=>e.copy(s(),a.currentTarget)},o);return d(\"div\",{class:\"copying\"},r(\"Copy link\",()=>n),r(\"Copy as Markdown\",()=>st(e,t)))}function tt({choices:e,view:n,change:t},r){let o=a=>{let{[r]:u,...p}=n.filters,c=a===\"\"?p:{...p,[r]:Number(a)};t({...B,filters:c})},i=[d(\"option\",{value:\"\"},\"All\"),e[r].map(rt)];return d(\"label\",{key:r},d(\"span\",null,r===\"limit\"?\"exceeded limit\":r),Ne(String(n.filters[r]??\"\"),o,i))}function rt({place:e,text:n,count:t}){let r=n===\"\"?\"(none)\":R(n,60);return d(\"option\",{key:e,value:String(e)},`${r} (${T(t)})`)}function Ne(e,n,t){return d(\"select\",{value:e,onChange:o=>n(o.currentTarget.value)},t)}function bn({view:e,rows:n,change:t}){let r=hn(n.length,e.pageSize),o=e.page*e.pageSize,s=Math.min(o+e.pageSize,n.length),i=n.length===0?\"None\":`${T(o+1)}\\u2013${T(s)} of ${T(n.length)}`,a=(c,h,m)=>d(\"button\",{type:\"button\",disabled:!m,onClick:()=>t({page:h,open:null})},c),u=ln.map(c=>d(\"option\",{key:c,value:String(c)},c)),p=c=>t({...B,pageSize:Number(c)});return d(\"nav\",{class:\"pager\",\"aria-label\":\"Pages of findings\"},a(\"First\",0,e.page>0),a(\"Previous\",e.page-1,e.page>0),d(\"span\",{class:\"soft\"},i),a(\"Next\",e.page+1,e.page<r-1),a(\"Last\",r-1,e.page<r-1),d(\"label\",null,d(\"span\",{class:\"soft\"},\"Rows\"),Ne(String(e.pageSize),p,u)))}var ot=200,mn=3;function st({table:e,bitbucketUrl:n},t){let r=t.slice(0,ot).map(s=>{let i=e.finding(s),{severity:a,rule:u,project:p,repository:c,branches:h,owner:m}=i,l=j(`${p}/${c} ${sn(i)}`),f=W(n,i),S=h.length-mn,y=h.slice(0,mn).filter(g=>g!==\"\").map(g=>j(g));return[`* **${a}** ${j(u)} in ${f===null?l:`[${l}](<${f}>)`}`,...y.length===0?[]:[` on ${y.join(\", \")}${S>0?` and ${T(S)} more`:\"\"}`],...m===\"\"?[]:[`, owner ${j(m)}`]].join(\"\")}),o=t.length-r.length;return[...r,...o>0?[`* and ${T(o)} more`]:[],\"\"].join(`\n`)}function Oe(e){let n=fn(e.rows,e.view);return[yn(e),at(e,n),bn(e)]}var Pe=[[\"severity\",\"Severity\"],[\"rule\",\"Rule\"],[\"path\",\"File and line\"],[\"repository\",\"Repository\"],[\"branch\",\"Branches\"],[\"status\",\"Status\"],[\"scanned\",\"Scanned\"]],it=3;function at(e,n){let t=`Findings, ${T(n.length)} of ${T(e.rows.length)} shown`,r=Pe.map(([u,p])=>ct(e,u,u===\"scanned\"?wn(e):p)),o=en(d(\"span\",{class:\"unseen\"},\"Details\")),{group:s}=e.view,i=s===null?new Map:Ee(e.table,e.rows,s),a=n.map((u,p)=>[lt(e,u,n[p-1],i),ut(e,u,e.table.finding(u))]);return nn(\"Table of findings\",Xe(t,[...r,o],a,{table:\"findings\"}))}function wn({table:e}){return e.exposedAt.length>0?\"Exposed since\":\"Scanned\"}function lt({table:e,view:{group:n}},t,r,o){if(n===null)return null;let s=K(e,t,n);if(r!==void 0&&K(e,r,n)===s)return null;let a=`${pn(e,t,n)||\"(none)\"} \\xB7 ${T(o.get(s)??0)}`,u=d(\"th\",{scope:\"rowgroup\",colSpan:Pe.length+1},a);return d(\"tr\",{key:`group ${s}`,class:\"group\"},u)}function ct({view:e,change:n},t,r){let o=e.sort?.key===t?e.sort:null,s=o===null?\"none\":o.descending?\"descending\":\"ascending\",i=o?.descending?null:{key:t,descending:o!==null};return d(\"th\",{scope:\"col\",\"aria-sort\":s},d(\"button\",{type:\"button\",onClick:()=>n({sort:i,page:0,open:null})},r))}function ut(e,n,t){let{severity:r,status:o,scannedAt:s,exposedAt:i}=t,a=e.table.exposedAt.length>0?i:s,u=e.view.open===n,p=e.view.linked===n?\"true\":void 0,[c=\"\"]=ve(e.hasBaseline).filter((m,l)=>l===dt[o]),h=(m,l,f)=>d(\"td\",{class:l,\"data-title\":m},f);return d(D,{key:n},d(\"tr\",{class:u?\"open\":void 0,\"data-row\":n,\"aria-current\":p},h(\"Severity\",void 0,d(\"span\",{class:`severity ${r}`},r)),h(\"Rule\",void 0,d(\"code\",null,R(C(t.rule),40))),h(\"File\",\"place\",pt(t,e.bitbucketUrl)),h(\"Repository\",\"name\",we(`${t.project}/${t.repository}`)),h(\"Branches\",\"name\",be(t.branches,it)),h(\"Status\",void 0,d(\"span\",{class:`status ${c}`},c)),h(wn(e),\"time\",a===null?\"\\u2014\":oe(a).slice(0,10)),d(\"td\",{class:\"more\"},ht(e,n,t,u))),u&&d(\"tr\",{class:\"detail\"},d(\"td\",{colSpan:Pe.length+1},gt(e,n,t))))}var dt={new:0,known:1,suppressed:2};function pt(e,n){let t=C(e.path),r=e.line===null?\"\":`:${e.line}`,o=d(\"code\",null,Se(R(t,64)),d(\"b\",null,r)),s=W(n,e);return s===null?d(\"span\",{title:t},o):d(\"a\",{href:s,title:t,target:\"_blank\",rel:\"noopener noreferrer\"},o)}function ht({change:e},n,t,r){let o=`${C(t.rule)} in ${C(t.path)}`,s={type:\"button\",\"aria-expanded\":r?\"true\":\"false\",\"aria-label\":`Details of ${R(o,120)}`,onClick:()=>e({open:r?null:n})};return d(\"button\",s,r?\"\\u2013\":\"+\")}var ft=\"https://github.com/newren/git-filter-repo\";function gt(e,n,t){let{what:r,rotate:o,link:s}=De(t.rule,e.remedies);return d(\"div\",{class:\"advice\"},d(\"div\",null,d(\"h3\",null,C(t.rule)),d(\"p\",null,r),d(\"ol\",{class:\"steps\"},mt(t,o,s,e)),yt(t,e.startedAt)),d(\"div\",null,_t(t),$e(e,`#${t.fingerprint}`,[n])))}function mt(e,n,t,{bitbucketUrl:r}){let o=W(r,e);return e.rule===Y?d(\"li\",null,n):[d(\"li\",null,d(\"b\",null,\"Revoke. \"),n,t!==null&&[\" \",Fe(t,\"How to revoke it\")]),d(\"li\",null,d(\"b\",null,\"Look for use. \"),\"Whoever could read the repository may have used it since it was pushed.\"),d(\"li\",null,d(\"b\",null,\"Replace. \"),\"Read the new one from a secret store, and take it out of \",o===null?\"the line\":Fe(o,\"the line\"),e.branches.length>1?\" on every branch.\":\".\"),d(\"li\",null,d(\"b\",null,\"Purge. \"),Ue,\" Then rewrite the history with \",Fe(ft,\"git filter-repo\"),\", and have everybody clone anew.\")]}function Fe(e,n){return d(\"a\",{href:e,target:\"_blank\",rel:\"noopener noreferrer\"},n)}function yt(e,n){return d(\"details\",{class:\"acceptance\"},d(\"summary\",null,\"No secret, or accepted for a while?\"),d(\"p\",null,\"Paste below \",d(\"code\",null,\"suppressions:\"),\" of the policy file:\"),rn(Be(e,n)))}function _t(e){let{path:n,match:t,scannedAt:r,fingerprint:o,branches:s,owner:i,exposedAt:a,author:u}=e,p=[a===null?\"\":oe(a),u===\"\"?\"\":`by ${C(u)}`],c=[[\"File\",C(n)],[\"Branches\",be(s,100)],[\"Owner\",i===\"\"?null:d(\"a\",{href:`#owner=${encodeURIComponent(C(i))}`},C(i))],[\"Matched text\",t===\"\"?null:d(\"code\",null,C(t))],[\"Exposed since\",u===\"\"?null:p.join(\" \").trim()],[\"Scanned\",r===null?null:oe(r)],[\"Fingerprint\",d(\"a\",{href:`#${o}`},d(\"code\",null,o))]];return tn(c.filter(([,h])=>h!==null))}var bt=1e3,wt=300;St();xt();Ct();Tt();Et();function St(){let e=document.querySelector(\"#theme\");if(e===null)return;let n=matchMedia(\"(prefers-color-scheme: dark)\"),t=vt(),r=()=>(t??(n.matches?\"dark\":\"light\"))===\"dark\"?\"light\":\"dark\",o=()=>{t!==null&&(document.documentElement.dataset.theme=t),e.textContent=r()===\"dark\"?\"Dark\":\"Light\",e.setAttribute(\"aria-label\",`Switch to the ${r()} theme`)};e.hidden=!1,o(),n.addEventListener(\"change\",o),e.addEventListener(\"click\",()=>{t=r(),o(),kt(t)})}function vt(){try{let e=localStorage.getItem(\"soteri-gate-theme\");return e===\"light\"||e===\"dark\"?e:null}catch{return null}}function kt(e){try{localStorage.setItem(\"soteri-gate-theme\",e)}catch{}}function xt(){document.addEventListener(\"click\",e=>{let n=vn(e,\"[data-copy]\"),t=n?.parentElement?.querySelector(\"pre\");n instanceof HTMLButtonElement&&t instanceof HTMLElement&&Sn(t.textContent??\"\",n,t)})}async function Sn(e,n,t){let r=n.dataset.title??n.textContent??\"\";n.dataset.title=r,n.textContent=await navigator.clipboard.writeText(e).then(()=>\"Copied\",()=>t===void 0?\"Not allowed here\":(getSelection()?.selectAllChildren(t),\"Selected\")),setTimeout(()=>{n.textContent=r},2e3)}function Ct(){document.addEventListener(\"click\",e=>{let n=vn(e,\"[data-link]\")?.getAttribute(\"data-link\");n&&(location.hash=n)})}function vn({target:e},n){return e instanceof Element?e.closest(n):null}function Tt(){let e=[];addEventListener(\"beforeprint\",()=>{e=[...document.querySelectorAll(\"details:not([open], .picture details)\")];for(let n of e)n.open=!0}),addEventListener(\"afterprint\",()=>{for(let n of e)n.open=!1})}function Et(){let e=document.querySelector(\"#findings-table\"),n=document.querySelector(\"#findings-json\")?.textContent;if(e===null||!n)return;let t=u=>{i=cn(i,u),re(Oe(i),e)},r,o=u=>{t(u),clearTimeout(r),r=setTimeout(()=>At(`#${Re(i)}`),wt)},s=(u,p)=>{let c=u===\"\"?`#${Re(i)}`:u,h=/^#\\S*$/.test(c);p instanceof HTMLButtonElement&&Sn(h?`${location.href.split(\"#\",1)[0]}${c}`:c,p)},i=xe(JSON.parse(n),o,s);_e(Oe(i),e);let a=()=>Rt(i,location.hash.slice(1),t);addEventListener(\"hashchange\",a),a(),Ft(()=>i.view,t)}function At(e){try{history.replaceState(null,\"\",e)}catch{}}function Rt(e,n,t){let r=gn(n,e);if(r!==null){t({...r,pageSize:e.view.pageSize}),document.querySelector(\"#findings\")?.scrollIntoView();return}let o=e.table.fingerprints.indexOf(n.toLowerCase());o>=0?$t(e,o,t):/^[0-9a-f]{32}$/i.test(n)&&Nt(n)}function $t(e,n,t){t(Ae(e.table,e.view,n));let r=document.querySelector(`tr[data-row=\"${n}\"]`);r?.scrollIntoView({block:\"center\"}),r?.querySelector(\"button\")?.focus({preventScroll:!0})}function Nt(e){let n=document.querySelector(\"#link-note\");n!==null&&(n.textContent=`No finding ${e} in this page: ${n.dataset.advice}.`)}function Ft(e,n){let t={};addEventListener(\"beforeprint\",()=>{let{page:r,pageSize:o,open:s,folded:i}=e();t={page:r,pageSize:o,open:s,folded:i},n({page:0,pageSize:bt,open:null,folded:!0})}),addEventListener(\"afterprint\",()=>n(t))}})();";
const pageStyle = ":root{color-scheme:light dark;--ground: light-dark(#f4f6f9, #0d1218);--surface: light-dark(#ffffff, #151c25);--raised: light-dark(#f0f3f7, #1d2631);--ink: light-dark(#17202b, #e7ecf2);--soft: light-dark(#55616f, #a3afbd);--line: light-dark(#dce2e9, #2a3542);--link: light-dark(#1d57b8, #8ab8ff);--bar: light-dark(#2a6fdb, #5c9bf5);--bar-soft: light-dark(#a9c4ec, #2f4f7d);--track: light-dark(#e6ebf1, #26313e);--mark: light-dark(#fff2c2, #4a3d12);--pass-tint: light-dark(#e3f5ef, #10291f);--warn-tint: light-dark(#fff3d4, #332810);--fail-tint: light-dark(#fdeae6, #361a15);--error-tint: light-dark(#f3ecfb, #261b36);--pass: light-dark(#00735a, #35c79f);--warn: light-dark(#8a5800, #f3b94d);--fail: light-dark(#b32a14, #ff8a70);--error: light-dark(#66339c, #c6a0f5);--critical: light-dark(#8f1d3f, #ff7d9c);--high: light-dark(#c2501b, #f79b5f);--medium: light-dark(#d9a21b, #e9c75c);--low: light-dark(#7c94ab, #8298ae);--mono: ui-monospace, \"SF Mono\", \"Cascadia Mono\", \"JetBrains Mono\", Menlo, Consolas, \"DejaVu Sans Mono\", monospace}:root[data-theme=light]{color-scheme:light}:root[data-theme=dark]{color-scheme:dark}*{box-sizing:border-box}html{scroll-behavior:smooth;scroll-padding-top:1rem;-webkit-text-size-adjust:100%}body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.55 Inter,system-ui,-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif;font-variant-numeric:tabular-nums}header,main,footer{max-width:1240px;margin:0 auto;padding:0 24px}h1,h2,h3,p,dl,dd,ol,ul,figure,pre{margin:0;padding:0}h2{font-size:20px;line-height:1.3;letter-spacing:-.01em}h3{font-size:15px;line-height:1.4}a{color:var(--link);text-underline-offset:2px}code,pre{font-family:var(--mono);font-size:.88em}code{overflow-wrap:anywhere}:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}.soft{color:var(--soft)}.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}.skip{position:absolute;left:-999px}.skip:focus{left:24px;top:8px;z-index:2;padding:8px 12px;background:var(--surface)}button,select,input{font:inherit;color:inherit;background:var(--surface);border:1px solid light-dark(#8793a1,#5c6b7b);border-radius:7px;padding:5px 10px;min-height:34px}button{cursor:pointer}button:hover:not(:disabled){background:var(--raised)}button:disabled{opacity:.45;cursor:default}main>section{margin:40px 0 0}section>h2{margin-bottom:14px}.severity{white-space:nowrap}.findings .more button{width:28px;min-height:26px;padding:0}.severity{display:inline-flex;align-items:center;gap:7px;white-space:nowrap}.severity:before{content:\"\";width:10px;height:10px;border-radius:3px;background:var(--low)}.severity.critical:before{background:var(--critical)}.severity.high:before{background:var(--high)}.severity.medium:before{background:var(--medium)}.bar{display:flex;align-items:center;gap:16px;padding:14px 0;color:var(--soft)}.bar b{color:var(--ink)}.bar .scope{margin-left:auto;font-family:var(--mono);font-size:13px;overflow-wrap:anywhere}.banner{--tone: var(--error);--tint: var(--error-tint);display:flex;gap:22px;align-items:center;padding:26px 28px;border-radius:14px;border:1px solid color-mix(in oklab,var(--tone) 40%,var(--tint));background:var(--tint)}.pass .banner{--tone: var(--pass);--tint: var(--pass-tint)}.warn .banner{--tone: var(--warn);--tint: var(--warn-tint)}.fail .banner{--tone: var(--fail);--tint: var(--fail-tint)}.banner .icon{flex:none;width:60px;height:60px;color:var(--tone)}.banner .icon .mark{stroke:var(--surface)}.banner h1{font-size:32px;line-height:1.15;letter-spacing:-.02em;color:var(--tone)}.banner .why{margin-top:6px;font-size:17px;overflow-wrap:anywhere}.banner .facts{margin-top:6px;color:var(--soft);font-size:13.5px}.numbers,.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:12px}.numbers{margin-top:12px}.numbers>div,.tiles>div{display:flex;flex-direction:column;padding:14px 18px;border:1px solid var(--line);border-radius:12px;background:var(--surface)}.numbers>div{flex-direction:column-reverse}.numbers dt,.tiles dt{color:var(--soft);font-size:13.5px}.numbers dd{font-size:28px;font-weight:650;line-height:1.2;letter-spacing:-.02em}.tiles dd{color:var(--soft);font-size:13.5px}.tiles b{display:block;color:var(--ink);font-size:16.5px;font-weight:600}.error-panel{padding:22px 28px;border-radius:14px;border:1px solid var(--line);border-left:6px solid var(--error);background:var(--surface)}.error-panel h2 code{margin-left:8px;color:var(--error);font-size:15px}.error-panel dl{display:grid;grid-template-columns:max-content 1fr;gap:10px 24px;margin-bottom:14px}.error-panel dt{color:var(--soft)}.error-panel dd{overflow-wrap:anywhere}.error-panel ul{padding-left:18px}.notes{margin-top:12px;padding:12px 18px 12px 36px;border-radius:12px;background:var(--warn-tint);overflow-wrap:anywhere}details{margin-top:12px;border:1px solid var(--line);border-radius:12px;background:var(--surface)}summary{padding:9px 18px;cursor:pointer;border-radius:12px}summary:hover{background:var(--raised)}details[open]>summary{border-bottom:1px solid var(--line);border-radius:12px 12px 0 0}.scroll{position:relative;overflow-x:auto}table{width:100%;border-collapse:collapse;font-size:14px}th,td{padding:8px 18px;text-align:left;vertical-align:top;overflow-wrap:break-word}thead th{color:var(--soft);font-weight:500;white-space:nowrap}tbody tr{border-top:1px solid var(--line)}.hash{display:inline-block;width:33ch;overflow-wrap:anywhere}table .time{white-space:nowrap}.unproven{color:var(--fail)}.thresholds{display:grid;gap:12px;margin-top:14px;list-style:none}.thresholds>li{--tone: var(--pass);padding:14px 20px;border:1px solid var(--line);border-left:5px solid var(--tone);border-radius:12px;background:var(--surface)}.thresholds>.exceeded{--tone: var(--fail)}.thresholds>.warned{--tone: var(--warn)}.thresholds>.unproven{--tone: var(--soft)}.thresholds .title{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline}.thresholds h3{font-family:var(--mono);font-size:14px;overflow-wrap:anywhere}.thresholds .state{color:var(--tone);font-size:13.5px;font-weight:600}.thresholds .against{margin-left:auto;color:var(--soft)}.thresholds .against b{color:var(--ink);font-size:18px}.thresholds li>.soft{font-size:13px}.thresholds ul{display:flex;flex-wrap:wrap;gap:6px 20px;margin-top:6px;font-size:13.5px;list-style:none}.gauge{display:block;margin:8px 0 6px;overflow:visible}.gauge .track,.chart .track{fill:var(--track)}.gauge .within{fill:color-mix(in oklab,var(--tone) 50%,var(--track))}.gauge .beyond,.kept .gauge .within{fill:var(--tone)}.gauge .limit{fill:var(--ink)}.pictures{display:flex;flex-wrap:wrap;gap:14px}.picture{flex:1 1 45%;display:flex;flex-direction:column;padding:18px 20px;border:1px solid var(--line);border-radius:14px;background:var(--surface);min-width:0}#picture-trend{flex-basis:100%}.picture figcaption .soft{font-size:13px}.picture .drawing{margin-top:14px}.picture details{margin-top:auto;border:0}.picture details>summary{display:inline-block;padding:4px 0;border:0;color:var(--link);font-size:13.5px}.picture details>summary:hover{background:none;text-decoration:underline}.with-legend .drawing{margin:auto 0;padding-top:14px;display:flex;align-items:center;gap:16px 32px}.with-legend svg{flex:none}.numbers-table th,.numbers-table td{padding:5px 0;font-weight:400}.numbers-table td,.numbers-table thead th+th{text-align:right}.numbers-table a{color:inherit}.swatch{display:inline-block;width:11px;height:11px;margin-right:9px;border-radius:3px}.swatch.critical{background:var(--critical)}.swatch.high{background:var(--high)}.swatch.medium{background:var(--medium)}.swatch.low{background:var(--low)}.chart{display:block;overflow:hidden;font-size:13px}.chart text{fill:var(--ink)}.chart .tick{fill:var(--soft);font-size:12px}.chart .value{font-weight:600}.chart .fill{fill:var(--bar)}.chart .rest text{fill:var(--soft)}.chart .known{fill:var(--bar-soft)}.chart .axis{stroke:var(--line)}.chart .total{font-size:24px;font-weight:650}.chart [data-link]{cursor:pointer}.chart .hit{pointer-events:all}.chart [data-link]:hover .fill{fill:var(--link)}.slice.critical{fill:var(--critical)}.slice.high{fill:var(--high)}.slice.medium{fill:var(--medium)}.slice.low{fill:var(--low)}.chart .sign{font-size:12px;font-weight:700}.chart .sign.pass{fill:var(--pass)}.chart .sign.warn{fill:var(--warn)}.chart .sign.fail{fill:var(--fail)}.chart .sign.error{fill:var(--error)}.lines{display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:4px 24px;margin-top:16px;list-style:none;color:var(--link)}.lines li{display:flex;align-items:center;gap:10px}.lines b{min-width:48px;color:var(--ink);text-align:right}.lines svg{flex:none}#findings-table{border:1px solid var(--line);border-radius:14px;background:var(--surface)}.controls,.pager{display:flex;flex-wrap:wrap;align-items:end;gap:10px 12px;padding:16px 18px}.controls label{display:grid;gap:3px;flex:1 1 110px;min-width:0}.controls label span{color:var(--soft);font-size:13px}.controls label span:first-letter{text-transform:uppercase}.controls .search{flex:4 1 260px}.controls select,.controls input{width:100%}.controls p{flex:1 0 180px;color:var(--soft);font-size:13.5px}.findings th button{padding:2px 0;border:0;background:none;color:var(--soft);font-weight:500;white-space:nowrap}.findings th button:hover{color:var(--ink);text-decoration:underline}.findings th button:after{content:\" \\2195\";opacity:.45}.findings th[aria-sort=ascending] button:after,.findings th[aria-sort=descending] button:after{opacity:1}.findings th[aria-sort=ascending] button:after{content:\" \\2191\"}.findings th[aria-sort=descending] button:after{content:\" \\2193\"}.findings th,.findings td{padding:7px 10px}.findings th:first-child,.findings td:first-child{padding-left:18px}.findings thead{border-top:1px solid var(--line);background:var(--raised)}.findings tbody tr:hover:not(.detail){background:var(--raised)}.findings tr[aria-current]{background:var(--mark);box-shadow:inset 4px 0 0 var(--warn)}.findings td code{overflow-wrap:break-word}.findings .place{min-width:240px}.findings .name{min-width:132px}.findings .name,.findings .place code{overflow-wrap:anywhere}.findings .place b{display:inline-block;font-weight:600}.findings .place a:not(:hover){text-decoration:none}.findings .status{color:var(--soft)}.status.new{color:var(--ink);font-weight:600}.status.suppressed{text-decoration:line-through}.findings .detail{border-top:0}.detail td{padding:4px 18px 20px}.advice{display:grid;grid-template-columns:1fr 1fr;gap:16px 32px;padding:16px 18px}.detail .advice{border-radius:12px;background:var(--raised)}.advice>div{min-width:0}.advice p,.advice dl{margin-top:6px}.advice dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;font-size:13.5px}.advice dt{color:var(--soft)}.advice dd{overflow-wrap:anywhere}.snippet{position:relative;margin-top:8px}.snippet pre{padding:12px 84px 12px 14px;overflow-x:auto;border:1px solid var(--line);border-radius:9px;background:var(--surface)}.copy{position:absolute;top:7px;right:7px;min-height:28px;padding:1px 10px;font-size:13px}.pager{align-items:center;font-size:13.5px;border-top:1px solid var(--line)}.pager label{display:flex;align-items:center;gap:8px;margin-left:auto}.cut,.empty,#link-note:not(:empty){margin-bottom:12px;padding:12px 18px;border-radius:12px;background:var(--warn-tint)}.empty{border:1px solid var(--line);background:var(--surface)}.first{display:grid;gap:8px;list-style-position:inside}.first>li{padding:12px 18px;border:1px solid var(--line);border-radius:12px;background:var(--surface)}.first>li::marker{color:var(--soft)}.first .severity{margin-right:8px}.first p{font-size:13px}.steps{padding-left:20px}.steps li{margin-top:8px}.acceptance{margin-top:16px}.acceptance>:not(summary){margin:8px 18px 12px}.copying{display:flex;flex-wrap:wrap;gap:8px}.advice .copying{margin-top:14px}.chip{display:inline-block;margin:1px 4px 1px 0;padding:0 8px;border:1px solid var(--line);border-radius:10px;background:var(--raised);font-size:13px;overflow-wrap:anywhere}.group th{padding-top:14px;font-size:13.5px;text-align:left;background:var(--raised);overflow-wrap:anywhere}#heat .scroll{border:1px solid var(--line);border-radius:14px;background:var(--surface)}.heat th[scope=row]{font-weight:400;overflow-wrap:anywhere}.heat td,.heat thead th+th{text-align:center}.heat td a{display:block;color:var(--ink)}.heat-1{background:color-mix(in oklab,var(--high) 12%,var(--surface))}.heat-2{background:color-mix(in oklab,var(--high) 24%,var(--surface))}.heat-3{background:color-mix(in oklab,var(--high) 36%,var(--surface))}.heat-4{background:color-mix(in oklab,var(--high) 48%,var(--surface))}.evidence>:not(summary){margin:14px 18px}footer{display:flex;flex-wrap:wrap;gap:4px 24px;margin-top:48px;padding-top:18px;padding-bottom:40px;color:var(--soft);font-size:13.5px}@media(max-width:1000px){.picture{flex-basis:100%}}@media(max-width:720px){header,main,footer{padding-left:14px;padding-right:14px}.numbers,.tiles{grid-template-columns:1fr 1fr}.advice,.error-panel dl{grid-template-columns:1fr}.banner{padding:18px;gap:14px}.banner .icon{width:40px;height:40px}}@media(max-width:600px){.heat th,.heat td{padding:8px 6px}.findings thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.findings,.findings tbody,.findings tr,.findings td,.group th{display:block}.findings tr{position:relative;padding:10px 4px}.findings td,.findings td:first-child{padding:2px 14px}.findings td[data-title]:not(:first-child){display:grid;grid-template-columns:92px 1fr}.findings td[data-title]:not(:first-child):before{content:attr(data-title);color:var(--soft);font-size:13px}.findings .place,.findings .name{min-width:0}.findings .more{position:absolute;right:4px;bottom:10px}.thresholds .against{margin-left:0}}@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}@page{margin:12mm}@media print{:root,:root[data-theme]{color-scheme:light}body{background:#fff;font-size:9.5pt;print-color-adjust:exact}header,main,footer{padding:0}table{font-size:8pt}.findings th,.findings td{padding:4px 6px}.findings .place,.findings .name{min-width:0}.scroll{overflow:visible}.thresholds>li,.first>li,.picture,tr{break-inside:avoid}.skip,#theme,.controls label,.controls button,.pager button,.pager label,.copy,.copying,.snippet,.acceptance,.picture details,.findings .more,.findings th:last-child{display:none}.findings th button:after{content:none}h2{break-after:avoid}}";

// EXTERNAL MODULE: ./lib/finding.js
var lib_finding = __webpack_require__(182);
// EXTERNAL MODULE: ./node_modules/preact/dist/preact.mjs
var preact = __webpack_require__(34137);
;// CONCATENATED MODULE: ./lib/report/html/parts.js
/** The only import of preact, which escapes text and attributes, and what all sections share. Runs in the page too. */





/** A section of the page with its heading. */
function section(id, title, ...content) {
    const titleId = `${id}-title`;
    return (0,preact.h)('section', { id, 'aria-labelledby': titleId }, (0,preact.h)('h2', { id: titleId }, title), content);
}
/** Its caption is for screen readers only. */
function table(caption, heads, rows, classes = {}) {
    return (0,preact.h)('table', { class: classes.table }, (0,preact.h)('caption', { class: 'unseen' }, caption), (0,preact.h)('thead', { class: classes.head }, (0,preact.h)('tr', null, ...heads)), (0,preact.h)('tbody', null, ...rows));
}
function columnHead(title) {
    return (0,preact.h)('th', { scope: 'col' }, title);
}
/** A scrollable frame for a wide table. */
function scrollable(label, ...content) {
    return (0,preact.h)('section', { class: 'scroll', tabIndex: 0, 'aria-label': label }, ...content);
}
function definitions(entries) {
    return (0,preact.h)('dl', null, ...entries.flatMap(([name, value]) => [(0,preact.h)('dt', null, name), (0,preact.h)('dd', null, value)]));
}
/** Numbers with their names, side by side. */
function tiles(className, entries) {
    const tile = ([name, value]) => (0,preact.h)('div', { key: name }, (0,preact.h)('dt', null, name), (0,preact.h)('dd', null, value));
    return (0,preact.h)('dl', { class: className }, entries.map(tile));
}
/** A text to copy, with the button that the page's script enables. */
function snippet(text) {
    const button = (0,preact.h)('button', { type: 'button', class: 'copy', 'data-copy': '' }, 'Copy');
    return (0,preact.h)('div', { class: 'snippet' }, (0,preact.h)('pre', { tabIndex: 0 }, text), button);
}
/** The branches of a finding, the most important first. */
function chips(branches, limit) {
    const names = branches.filter((name) => name !== '');
    if (names.length === 0)
        return '—';
    const chip = (name) => (0,preact.h)('span', { class: 'chip', key: name }, shortName(name));
    const left = names.length - limit;
    const more = left > 0 && (0,preact.h)('span', { class: 'soft' }, ` and ${(0,lib_text/* count */.U9)(left)} more`);
    return (0,preact.h)('span', null, names.slice(0, limit).map(chip), more);
}
function shortName(text) {
    const name = (0,lib_text/* escapeInvisible */.ts)(text);
    return (0,preact.h)('span', { title: name }, breakable((0,report_escape/* shorten */.ml)(name, 48)));
}
/** A long path may break after a slash. */
function breakable(path) {
    return path.split(/(?<=\/)/).map((part, index) => (index === 0 ? part : [(0,preact.h)('wbr', null), part]));
}
/** Sentences of the gate name things in backticks. */
function prose(text) {
    const parts = (0,lib_text/* escapeInvisible */.ts)(text).split(/`([^`]+)`/);
    return parts.map((part, index) => (index % 2 === 1 ? (0,preact.h)('code', null, part) : part));
}
/** `0 bytes`, `12.3 MiB` */
function byteSize(bytes) {
    const units = ['KiB', 'MiB', 'GiB', 'TiB'];
    if (bytes < 1024)
        return (0,lib_text/* plural */.LS)(bytes, 'byte');
    const step = Math.min(Math.floor(Math.log2(bytes) / 10), units.length);
    return `${(bytes / 1024 ** step).toFixed(1)} ${units[step - 1]}`;
}
/** Milliseconds since the epoch or ISO 8601 as `2026-11-23 14:05 UTC`; any other text stays as it is. */
function utcTime(time) {
    const date = new Date(time);
    if (Number.isNaN(date.getTime()))
        return (0,lib_text/* escapeInvisible */.ts)(String(time));
    return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
/** An element that is known to be there, so that no fallback is needed. */
function valueAt(values, index) {
    return values[index];
}

;// CONCATENATED MODULE: ./lib/report/html/findings-columns.js
/**
 * The findings as the page carries them: one array per column, repeated texts once, so that 50,000 findings take a few
 * megabytes. `encodeFindings` runs when the report is written, `decodeFindings` in the page.
 */



/** @param limitsOf indices of the exceeded thresholds, by `limitNames`, that count a finding */
function encodeFindings(entries, limitNames = [], limitsOf = () => []) {
    const rules = new Interned();
    const repositories = new Interned();
    const branchNames = new Interned();
    const branches = new Interned();
    const paths = new Interned();
    const owners = new Interned();
    const limits = new Interned();
    const times = new Interned();
    const matches = new Interned();
    const match = entries.map((f) => matches.index(f.match));
    const authors = new Interned();
    const blamed = entries.some(({ blame }) => blame !== undefined) ? entries : [];
    const ofSet = (sets, set) => sets.index(set, set.join());
    // The length of the project keeps `A/B` + `c` and `A` + `B/c` apart.
    const repositoryKey = (f) => `${f.project.length} ${f.project}/${f.repository}`;
    return {
        rule: entries.map((f) => rules.index(f.rule)),
        repository: entries.map((f) => repositories.index([f.project, f.repository], repositoryKey(f))),
        branch: entries.map((f) => ofSet(branches, f.branches.map((name) => branchNames.index(name)))),
        path: entries.map((f) => paths.index(f.path)),
        owner: entries.map((f) => owners.index(f.owner ?? '')),
        limit: entries.map((f) => ofSet(limits, limitsOf(f))),
        time: entries.map((f) => times.index(f.scannedAt)),
        exposed: blamed.map(({ blame }) => times.index(blame?.date ? Date.parse(blame.date) : null)),
        author: blamed.map(({ blame }) => authors.index(blame === undefined ? '' : authorText(blame))),
        match: matches.values.length > 1 ? match : [],
        line: entries.map((f) => f.line ?? 0),
        severity: entries.map((f) => lib_finding/* severities */.gO.indexOf(f.severity)).join(''),
        status: entries.map((f) => lib_finding/* findingStatuses */.GU.indexOf(f.status)).join(''),
        fingerprint: entries.map((f) => f.fingerprint).join(' '),
        rules: rules.values,
        repositories: repositories.values,
        branchNames: branchNames.values,
        branches: branches.values,
        paths: paths.values,
        owners: owners.values,
        limitNames,
        limits: limits.values,
        times: times.values,
        matches: matches.values,
        authors: authors.values,
    };
}
function authorText({ author, email, commit }) {
    return `${author}${email === undefined ? '' : ` <${email}>`} in ${commit.slice(0, 11)}`;
}
/** Distinct values in the order of their first appearance. */
class Interned {
    values = [];
    #indices = new Map();
    index(value, key = value) {
        const known = this.#indices.get(key);
        if (known !== undefined)
            return known;
        this.#indices.set(key, this.values.length);
        return this.values.push(value) - 1;
    }
}
/** Columns with few values, by which findings can be filtered. */
const findings_columns_facets = ['severity', 'status', 'rule', 'repository', 'branch', 'owner', 'limit'];
/** Without a baseline nothing is called new. */
function statusWords(hasBaseline) {
    return hasBaseline ? lib_finding/* findingStatuses */.GU : lib_finding/* findingStatuses */.GU.map((word) => (word === 'new' ? 'open' : word));
}
/** The digit of the status. */
const NEW = String(lib_finding/* findingStatuses */.GU.indexOf('new'));
function decodeFindings(encoded, hasBaseline = true, isChange = false) {
    const { rule, repository, branch, path, severity, status, owner, limit, time, times } = encoded;
    const size = rule.length;
    const match = encoded.match.length > 0 ? encoded.match : new Array(size).fill(0);
    const fingerprints = size === 0 ? [] : encoded.fingerprint.split(' ');
    const repositories = encoded.repositories.map((parts) => parts.join('/'));
    return {
        size,
        columns: {
            rule: textColumn(rule, encoded.rules),
            repository: textColumn(repository, repositories),
            branch: textColumn(branch, encoded.branchNames, encoded.branches),
            path: textColumn(path, encoded.paths),
            severity: textColumn(Array.from(severity, Number), lib_finding/* severities */.gO),
            status: textColumn(Array.from(status, Number), statusWords(hasBaseline)),
            owner: textColumn(owner, encoded.owners),
            limit: textColumn(limit, encoded.limitNames, encoded.limits),
            match: textColumn(match, encoded.matches),
        },
        scannedAt: time.map((place) => times[place] ?? -1),
        exposedAt: encoded.exposed.map((place) => times[place] ?? -1),
        lines: encoded.line,
        fingerprints,
        isFolded: (row) => isChange && status[row] !== NEW && valueAt(encoded.limits, valueAt(limit, row)).length === 0,
        finding: (row) => findingAt(encoded, row, valueAt(fingerprints, row)),
    };
}
function textColumn(index, values, sets = values.map((_value, place) => [place])) {
    const texts = values.map(lib_text/* escapeInvisible */.ts);
    return { index, sets, texts, lowered: texts.map((text) => text.toLowerCase()) };
}
function findingAt(encoded, row, fingerprint) {
    const pick = (values, column) => valueAt(values, valueAt(column, row));
    const [project, repository] = pick(encoded.repositories, encoded.repository);
    const branches = pick(encoded.branches, encoded.branch).map((place) => valueAt(encoded.branchNames, place));
    return {
        project,
        repository,
        branch: branches[0] ?? '',
        branches,
        path: pick(encoded.paths, encoded.path),
        line: encoded.line[row] || null,
        rule: pick(encoded.rules, encoded.rule),
        scannedAt: pick(encoded.times, encoded.time),
        match: valueAt(encoded.matches, encoded.match[row] ?? 0),
        severity: valueAt(lib_finding/* severities */.gO, Number(encoded.severity[row])),
        status: valueAt(lib_finding/* findingStatuses */.GU, Number(encoded.status[row])),
        owner: pick(encoded.owners, encoded.owner),
        fingerprint,
        exposedAt: encoded.times[encoded.exposed[row] ?? -1] ?? null,
        author: encoded.authors[encoded.author[row] ?? -1] ?? '',
    };
}

// EXTERNAL MODULE: ./lib/report/advice.js
var advice = __webpack_require__(30248);
// EXTERNAL MODULE: ./lib/report/bitbucket-links.js
var bitbucket_links = __webpack_require__(74595);
;// CONCATENATED MODULE: ./lib/report/html/findings-view.js
/** The state of the findings section: search, filters, order, groups, page, and its address. Pure; runs in the page too. */



const sortKeys = [...findings_columns_facets, 'path', 'scanned'];
const groupings = ['repository', 'rule', 'owner', 'path'];
const pageSizes = [25, 50, 100, 500];
const firstView = {
    search: '',
    filters: {},
    sort: null,
    group: null,
    folded: false,
    page: 0,
    pageSize: 50,
    open: null,
    linked: null,
};
function firstScene({ findings, ...payload }, change, copy = () => undefined) {
    const table = decodeFindings(findings, payload.hasBaseline, payload.isChange);
    const rows = selectRows(table, firstView);
    return { ...payload, table, view: firstView, rows, choices: facetChoices(table), change, copy };
}
/** Selects rows again only when search, filters, order or groups changed. */
function nextScene(scene, part) {
    const view = { ...scene.view, ...part };
    const same = ['search', 'filters', 'sort', 'group', 'folded'].every((key) => view[key] === scene.view[key]);
    return { ...scene, view, rows: same ? scene.rows : selectRows(scene.table, view) };
}
/** Rows that match search and filters, in the wanted order. */
function selectRows(table, view) {
    const tests = [...filterTests(table, view), ...searchTests(table, view.search)];
    if (!view.folded && !isNarrowed(view))
        tests.push((row) => !table.isFolded(row));
    const rows = [];
    for (let row = 0; row < table.size; row++)
        if (isSelected(tests, row))
            rows.push(row);
    const sorted = view.sort === null ? rows : sortRows(rows, sortRanks(table, view.sort.key), view.sort);
    return view.group === null ? sorted : sortRows(sorted, groupRanks(table, sorted, view.group));
}
function isNarrowed({ search, filters }) {
    return search !== '' || Object.keys(filters).length > 0;
}
function isSelected(tests, row) {
    for (const test of tests)
        if (!test(row))
            return false;
    return true;
}
function filterTests(table, view) {
    return findings_columns_facets.flatMap((facet) => {
        const wanted = view.filters[facet];
        return wanted === undefined ? [] : [anyOf([hitsOf(table.columns[facet], (place) => place === wanted)])];
    });
}
/** Every word must be in rule, repository, branch, path, owner, match or (four hex digits and more) fingerprint. */
function searchTests(table, search) {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    return words.map((word) => {
        const { rule, repository, branch, path, owner, match } = table.columns;
        const inText = anyOf([rule, repository, branch, path, owner, match].map((column) => {
            const found = column.lowered.map((text) => text.includes(word));
            return hitsOf(column, (place) => found[place] === true);
        }));
        if (!/^[0-9a-f]{4,}$/.test(word))
            return inText;
        return (row) => inText(row) || table.fingerprints[row]?.includes(word) === true;
    });
}
function hitsOf({ index, sets }, isWanted) {
    return { index, hits: Uint8Array.from(sets, (set) => (set.some(isWanted) ? 1 : 0)) };
}
/** Without a closure for each row: there may be 50,000, at every keystroke. */
function anyOf(columns) {
    const useful = columns.filter(({ hits }) => hits.includes(1));
    return (row) => {
        for (const { index, hits } of useful)
            if (hits[index[row]] === 1)
                return true;
        return false;
    };
}
function sortRows(rows, rank, { descending } = { descending: false }) {
    const sign = descending ? -1 : 1;
    const order = new Uint32Array(rank.length);
    for (const [at, row] of rows.entries())
        order[row] = at;
    return rows.toSorted((a, b) => sign * (valueAt(rank, a) - valueAt(rank, b)) || valueAt(order, a) - valueAt(order, b));
}
/** A number per row that sorts as the column does: severity and status by rank, texts sorted once. */
function sortRanks(table, key) {
    if (key === 'scanned')
        return table.exposedAt.length > 0 ? table.exposedAt : table.scannedAt;
    const { index, sets, texts } = table.columns[key];
    if (key === 'severity' || key === 'status')
        return index;
    const order = [...texts.keys()].sort((a, b) => (0,lib_text/* byCodeUnits */.CA)(valueAt(texts, a), valueAt(texts, b)));
    const ranks = new Uint32Array(order.length);
    for (const [rank, place] of order.entries())
        ranks[place] = rank;
    // A row with several texts sorts by the first; one without any comes last.
    const rankOf = sets.map(([first]) => (first === undefined ? order.length : valueAt(ranks, first)));
    if (key !== 'path')
        return index.map((set) => valueAt(rankOf, set));
    // Findings of one file are sorted by line.
    const lastLine = 2 ** 24 - 1;
    return index.map((set, row) => valueAt(rankOf, set) * 2 ** 24 + Math.min(valueAt(table.lines, row), lastLine));
}
/** The largest group first. */
function groupRanks(table, rows, group) {
    const order = [...groupSizes(table, rows, group)].sort(([, x], [, y]) => y - x);
    const ranks = new Map(order.map(([id], rank) => [id, rank]));
    return Array.from({ length: table.size }, (_none, row) => ranks.get(groupOf(table, row, group)) ?? 0);
}
/** An id of the group of a row: files of the same path in two repositories are two groups. */
function groupOf({ columns }, row, group) {
    const place = valueAt(columns[group].index, row);
    return group === 'path' ? valueAt(columns.repository.index, row) * 2 ** 24 + place : place;
}
function groupName({ columns }, row, group) {
    const text = (column) => valueAt(column.texts, valueAt(column.index, row));
    const name = text(columns[group]);
    return group === 'path' ? `${text(columns.repository)} ${name}` : name;
}
function groupSizes(table, rows, group) {
    const sizes = new Map();
    for (const row of rows) {
        const id = groupOf(table, row, group);
        sizes.set(id, (sizes.get(id) ?? 0) + 1);
    }
    return sizes;
}
/** At least one. */
function pageCount(rows, pageSize) {
    return Math.max(1, Math.ceil(rows / pageSize));
}
function pageRows(rows, view) {
    return rows.slice(view.page * view.pageSize, (view.page + 1) * view.pageSize);
}
/** The view turned to the page with `row`; search and filters are dropped when they exclude it. */
function viewShowing(table, view, row) {
    const place = selectRows(table, view).indexOf(row);
    const linked = { ...view, open: row, linked: row };
    if (place >= 0)
        return { ...linked, page: Math.floor(place / view.pageSize) };
    return viewShowing(table, { ...linked, search: '', filters: {}, folded: true }, row);
}
/** The entries of every filter: by rank for severity, status and limits, else by name. */
function facetChoices({ columns }) {
    return Object.fromEntries(findings_columns_facets.map((facet) => {
        const choices = choicesOf(columns[facet]);
        return [facet, ['severity', 'status', 'limit'].includes(facet) ? choices : choices.sort(byName)];
    }));
}
function choicesOf({ index, sets, texts }) {
    const ofSet = new Uint32Array(sets.length);
    for (const set of index)
        ofSet[set] = valueAt(ofSet, set) + 1;
    const counts = new Uint32Array(texts.length);
    for (const [at, set] of sets.entries())
        for (const place of set)
            counts[place] = valueAt(counts, place) + valueAt(ofSet, at);
    const choices = texts.map((text, place) => ({ place, text, count: valueAt(counts, place) }));
    return choices.filter((choice) => choice.count > 0);
}
function byName(a, b) {
    return (0,lib_text/* byCodeUnits */.CA)(a.text.toLowerCase(), b.text.toLowerCase());
}
/** What follows `#`; '' for the first view. */
function addressOf({ view, choices }) {
    const { search, sort, group, filters, folded } = view;
    const parts = [
        ...facets.flatMap((facet) => {
            const chosen = choices[facet].find(({ place }) => place === filters[facet]);
            return chosen === undefined ? [] : [[facet, chosen.text]];
        }),
        ...(search === '' ? [] : [['search', search]]),
        ...(group === null ? [] : [['group', group]]),
        ...(folded ? [['folded', 'shown']] : []),
        ...(sort === null ? [] : [['sort', `${sort.descending ? '-' : ''}${sort.key}`]]),
    ];
    return parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
}
/** The view that an address asks for; `null` for one that asks for no view. Unknown values are left out. */
function viewOfAddress(address, { choices }) {
    const given = new Map(address.split('&').flatMap((part) => {
        const [name = '', value] = part.split(/=(.*)/s);
        return value === undefined ? [] : [[name, decoded(value)]];
    }));
    const known = [...facets, 'search', 'group', 'sort', 'folded'];
    if (![...given.keys()].some((name) => known.includes(name)))
        return null;
    const filters = facets.flatMap((facet) => {
        const choice = choices[facet].find(({ text }) => text === given.get(facet));
        return choice === undefined ? [] : [[facet, choice.place]];
    });
    const sort = given.get('sort') ?? '';
    const key = sortKeys.find((one) => one === sort.replace(/^-/, ''));
    return {
        ...firstView,
        search: given.get('search') ?? '',
        filters: Object.fromEntries(filters),
        group: groupings.find((one) => one === given.get('group')) ?? null,
        folded: given.get('folded') === 'shown',
        sort: key === undefined ? null : { key, descending: sort.startsWith('-') },
    };
}
/** A link that was cut or typed by hand may have no valid encoding. */
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}

;// CONCATENATED MODULE: ./lib/report/html/findings-controls.js
/** Search, filters and pager of the findings, and what is copied of them. Drawn anew on every change; runs in the page too. */







/** Every change of the selection goes back to the first page and closes the details. */
const fromTheTop = { page: 0, open: null };
function findingsControls(scene) {
    const { view, change, rows, table } = scene;
    const narrowed = isNarrowed(view);
    const clear = () => change({ ...fromTheTop, search: '', filters: {}, linked: null });
    const search = {
        type: 'search',
        value: view.search,
        placeholder: 'Rule, repository, branch, path or fingerprint',
        autocomplete: 'off',
        spellcheck: false,
        onInput: (event) => change({ ...fromTheTop, search: event.currentTarget.value }),
    };
    return (0,preact.h)('div', { class: 'controls', role: 'search', 'aria-label': 'Findings' }, (0,preact.h)('label', { class: 'search' }, (0,preact.h)('span', null, 'Search'), (0,preact.h)('input', search)), ...findings_columns_facets.filter((facet) => isUseful(scene, facet)).map((facet) => filter(scene, facet)), grouping(scene), (0,preact.h)('button', { type: 'button', disabled: !narrowed, onClick: clear }, 'Clear'), (0,preact.h)('p', { role: 'status' }, `${(0,lib_text/* count */.U9)(rows.length)} of ${(0,lib_text/* plural */.LS)(table.size, 'finding')}`), !narrowed && folding(scene), copying(scene, '', rows));
}
function folding({ table, view, rows, change }) {
    const hidden = table.size - rows.length;
    if (hidden === 0 && !view.folded)
        return null;
    const title = view.folded ? 'Show new findings only' : `Show ${(0,lib_text/* count */.U9)(hidden)} that are not new`;
    const onClick = () => change({ ...fromTheTop, folded: !view.folded });
    return (0,preact.h)('button', { type: 'button', onClick }, title);
}
/** Many reports know no owners, and a report that passes exceeds no limit. */
function isUseful({ choices }, facet) {
    return (facet !== 'owner' && facet !== 'limit') || choices[facet].some(({ text }) => text !== '');
}
function grouping(scene) {
    const { view, change } = scene;
    const shown = groupings.filter((group) => group !== 'owner' || isUseful(scene, 'owner'));
    const options = shown.map((group) => (0,preact.h)('option', { key: group, value: group }, group === 'path' ? 'file' : group));
    const choose = (value) => change({ ...fromTheTop, group: groupings.find((group) => group === value) ?? null });
    const none = (0,preact.h)('option', { value: '' }, 'None');
    return (0,preact.h)('label', null, (0,preact.h)('span', null, 'Group by'), findings_controls_select(view.group ?? '', choose, [none, options]));
}
/** @param link what follows the address of the page; '' for the present view */
function copying(scene, link, rows) {
    const button = (title, text) => {
        const onClick = (event) => scene.copy(text(), event.currentTarget);
        return (0,preact.h)('button', { type: 'button', onClick }, title);
    };
    return (0,preact.h)('div', { class: 'copying' }, button('Copy link', () => link), button('Copy as Markdown', () => findingsMarkdown(scene, rows)));
}
function filter({ choices, view, change }, facet) {
    const choose = (value) => {
        const { [facet]: _, ...others } = view.filters;
        const filters = value === '' ? others : { ...others, [facet]: Number(value) };
        change({ ...fromTheTop, filters });
    };
    const all = (0,preact.h)('option', { value: '' }, 'All');
    const options = [all, choices[facet].map(findings_controls_option)];
    return (0,preact.h)('label', { key: facet }, (0,preact.h)('span', null, facet === 'limit' ? 'exceeded limit' : facet), findings_controls_select(String(view.filters[facet] ?? ''), choose, options));
}
function findings_controls_option({ place, text, count: findings }) {
    const name = text === '' ? '(none)' : (0,report_escape/* shorten */.ml)(text, 60);
    return (0,preact.h)('option', { key: place, value: String(place) }, `${name} (${(0,lib_text/* count */.U9)(findings)})`);
}
function findings_controls_select(value, choose, options) {
    const onChange = (event) => choose(event.currentTarget.value);
    return (0,preact.h)('select', { value, onChange }, options);
}
function findingsPager({ view, rows, change }) {
    const pages = pageCount(rows.length, view.pageSize);
    const first = view.page * view.pageSize;
    const last = Math.min(first + view.pageSize, rows.length);
    const range = rows.length === 0 ? 'None' : `${(0,lib_text/* count */.U9)(first + 1)}–${(0,lib_text/* count */.U9)(last)} of ${(0,lib_text/* count */.U9)(rows.length)}`;
    const turn = (title, page, possible) => (0,preact.h)('button', { type: 'button', disabled: !possible, onClick: () => change({ page, open: null }) }, title);
    const sizes = pageSizes.map((size) => (0,preact.h)('option', { key: size, value: String(size) }, size));
    const resize = (value) => change({ ...fromTheTop, pageSize: Number(value) });
    return (0,preact.h)('nav', { class: 'pager', 'aria-label': 'Pages of findings' }, turn('First', 0, view.page > 0), turn('Previous', view.page - 1, view.page > 0), (0,preact.h)('span', { class: 'soft' }, range), turn('Next', view.page + 1, view.page < pages - 1), turn('Last', pages - 1, view.page < pages - 1), (0,preact.h)('label', null, (0,preact.h)('span', { class: 'soft' }, 'Rows'), findings_controls_select(String(view.pageSize), resize, sizes)));
}
/** Findings in a text. */
const MOST = 200;
const BRANCHES = 3;
function findingsMarkdown({ table, bitbucketUrl }, rows) {
    const lines = rows.slice(0, MOST).map((row) => {
        const finding = table.finding(row);
        const { severity, rule, project, repository, branches, owner } = finding;
        const place = (0,report_escape/* markdownCode */.D9)(`${project}/${repository} ${(0,report_entries/* placeOf */.$t)(finding)}`);
        const link = (0,bitbucket_links/* lineLink */.lz)(bitbucketUrl, finding);
        const left = branches.length - BRANCHES;
        const on = branches
            .slice(0, BRANCHES)
            .filter((name) => name !== '')
            .map((name) => (0,report_escape/* markdownCode */.D9)(name));
        return [
            `* **${severity}** ${(0,report_escape/* markdownCode */.D9)(rule)} in ${link === null ? place : `[${place}](<${link}>)`}`,
            ...(on.length === 0 ? [] : [` on ${on.join(', ')}${left > 0 ? ` and ${(0,lib_text/* count */.U9)(left)} more` : ''}`]),
            ...(owner === '' ? [] : [`, owner ${(0,report_escape/* markdownCode */.D9)(owner)}`]),
        ].join('');
    });
    const left = rows.length - lines.length;
    return [...lines, ...(left > 0 ? [`* and ${(0,lib_text/* count */.U9)(left)} more`] : []), ''].join('\n');
}

;// CONCATENATED MODULE: ./lib/report/html/findings-table.js
/**
 * The findings section: note, table, and the panel of each finding. Its table works without the script, as a first page; it
 * runs in the page too.
 */









function findingsSection(report, payload) {
    if (report.shortlist.length === 0)
        return section('findings', 'Findings', (0,preact.h)('p', { class: 'empty' }, emptyText(report)));
    return section('findings', 'Findings', revealedNote(report), cutNote(report), 
    // The script writes here when a link names a finding that the page does not hold.
    (0,preact.h)('p', { id: 'link-note', role: 'alert', 'data-advice': (0,advice/* adviceForMissing */._u)(report) }), (0,preact.h)('div', { id: 'findings-table' }, findingsScene(firstScene(payload, () => { }))));
}
/** Warns when `reveal-secrets` let matched text into the page. */
function revealedNote({ shortlist }) {
    if (shortlist.every(({ match }) => match === '' || match === lib_finding/* REDACTED */.XF))
        return null;
    const warning = 'This page shows matched text in clear (reveal-secrets): keep it where the secrets themselves may be kept.';
    return (0,preact.h)('p', { class: 'cut' }, warning);
}
function cutNote(report) {
    const { shortlist, shortlistCut, counts } = report;
    if (!shortlistCut)
        return null;
    const all = (0,lib_text/* count */.U9)(counts.total + counts.suppressed);
    const text = `This page holds the ${(0,lib_text/* count */.U9)(shortlist.length)} worst of ${all} findings. The rest is ${(0,advice/* whereOmitted */["if"])(report)}.`;
    return (0,preact.h)('p', { class: 'cut' }, text);
}
/** "None" is a claim: only with an export that was read, and without an error. */
function emptyText({ verdict, evidence }) {
    if (verdict.error !== null || evidence.exports.length === 0)
        return 'None were read. That does not mean there are none.';
    return 'None. Every row of the export was read to its end.';
}
/** Controls, table and pager: drawn in Node for the first page, and by the script after each change. */
function findingsScene(scene) {
    const shown = pageRows(scene.rows, scene.view);
    return [findingsControls(scene), findingsTable(scene, shown), findingsPager(scene)];
}
const heads = [
    ['severity', 'Severity'],
    ['rule', 'Rule'],
    ['path', 'File and line'],
    ['repository', 'Repository'],
    ['branch', 'Branches'],
    ['status', 'Status'],
    ['scanned', 'Scanned'],
];
/** Chips in a row of the table; the details have all. */
const CHIPS = 3;
function findingsTable(scene, shown) {
    const caption = `Findings, ${(0,lib_text/* count */.U9)(shown.length)} of ${(0,lib_text/* count */.U9)(scene.rows.length)} shown`;
    const sorting = heads.map(([key, title]) => {
        return sortingHead(scene, key, key === 'scanned' ? timeTitle(scene) : title);
    });
    const lastHead = columnHead((0,preact.h)('span', { class: 'unseen' }, 'Details'));
    const { group } = scene.view;
    const sizes = group === null ? new Map() : groupSizes(scene.table, scene.rows, group);
    const rows = shown.map((row, at) => [
        groupHead(scene, row, shown[at - 1], sizes),
        findingRows(scene, row, scene.table.finding(row)),
    ]);
    return scrollable('Table of findings', table(caption, [...sorting, lastHead], rows, { table: 'findings' }));
}
/** The age of a secret is that of its line, where that was looked up. */
function timeTitle({ table }) {
    return table.exposedAt.length > 0 ? 'Exposed since' : 'Scanned';
}
/** Before the first finding of a group on the page. */
function groupHead({ table: all, view: { group } }, row, before, sizes) {
    if (group === null)
        return null;
    const id = groupOf(all, row, group);
    if (before !== undefined && groupOf(all, before, group) === id)
        return null;
    const name = groupName(all, row, group) || '(none)';
    const title = `${name} · ${(0,lib_text/* count */.U9)(sizes.get(id) ?? 0)}`;
    const head = (0,preact.h)('th', { scope: 'rowgroup', colSpan: heads.length + 1 }, title);
    return (0,preact.h)('tr', { key: `group ${id}`, class: 'group' }, head);
}
/** Sorts in ascending, then descending, then the report's order. */
function sortingHead({ view, change }, key, title) {
    const sorted = view.sort?.key === key ? view.sort : null;
    const direction = sorted === null ? 'none' : sorted.descending ? 'descending' : 'ascending';
    const next = sorted?.descending ? null : { key, descending: sorted !== null };
    const onClick = () => change({ sort: next, page: 0, open: null });
    return (0,preact.h)('th', { scope: 'col', 'aria-sort': direction }, (0,preact.h)('button', { type: 'button', onClick }, title));
}
function findingRows(scene, row, finding) {
    const { severity, status, scannedAt, exposedAt } = finding;
    const time = scene.table.exposedAt.length > 0 ? exposedAt : scannedAt;
    const open = scene.view.open === row;
    const current = scene.view.linked === row ? 'true' : undefined;
    const [shownStatus = ''] = statusWords(scene.hasBaseline).filter((_word, at) => at === statusRank[status]);
    const cell = (title, className, content) => (0,preact.h)('td', { class: className, 'data-title': title }, content);
    return (0,preact.h)(preact/* Fragment */.FK, { key: row }, (0,preact.h)('tr', { class: open ? 'open' : undefined, 'data-row': row, 'aria-current': current }, cell('Severity', undefined, (0,preact.h)('span', { class: `severity ${severity}` }, severity)), cell('Rule', undefined, (0,preact.h)('code', null, (0,report_escape/* shorten */.ml)((0,lib_text/* escapeInvisible */.ts)(finding.rule), 40))), cell('File', 'place', findings_table_location(finding, scene.bitbucketUrl)), cell('Repository', 'name', shortName(`${finding.project}/${finding.repository}`)), cell('Branches', 'name', chips(finding.branches, CHIPS)), cell('Status', undefined, (0,preact.h)('span', { class: `status ${shownStatus}` }, shownStatus)), cell(timeTitle(scene), 'time', time === null ? '—' : utcTime(time).slice(0, 10)), (0,preact.h)('td', { class: 'more' }, toggle(scene, row, finding, open))), open &&
        (0,preact.h)('tr', { class: 'detail' }, (0,preact.h)('td', { colSpan: heads.length + 1 }, findingSteps(scene, row, finding))));
}
const statusRank = { new: 0, known: 1, suppressed: 2 };
/** The path and line, linked to Bitbucket where possible. */
function findings_table_location(finding, bitbucketUrl) {
    const path = (0,lib_text/* escapeInvisible */.ts)(finding.path);
    const line = finding.line === null ? '' : `:${finding.line}`;
    const text = (0,preact.h)('code', null, breakable((0,report_escape/* shorten */.ml)(path, 64)), (0,preact.h)('b', null, line));
    const href = (0,bitbucket_links/* lineLink */.lz)(bitbucketUrl, finding);
    if (href === null)
        return (0,preact.h)('span', { title: path }, text);
    return (0,preact.h)('a', { href, title: path, target: '_blank', rel: 'noopener noreferrer' }, text);
}
function toggle({ change }, row, finding, open) {
    const name = `${(0,lib_text/* escapeInvisible */.ts)(finding.rule)} in ${(0,lib_text/* escapeInvisible */.ts)(finding.path)}`;
    const attributes = {
        type: 'button',
        'aria-expanded': open ? 'true' : 'false',
        'aria-label': `Details of ${(0,report_escape/* shorten */.ml)(name, 120)}`,
        onClick: () => change({ open: open ? null : row }),
    };
    return (0,preact.h)('button', attributes, open ? '–' : '+');
}
const PURGE_TOOL = 'https://github.com/newren/git-filter-repo';
function findingSteps(scene, row, finding) {
    const { what, rotate, link } = (0,advice/* ruleAdvice */.Bx)(finding.rule, scene.remedies);
    return (0,preact.h)('div', { class: 'advice' }, (0,preact.h)('div', null, (0,preact.h)('h3', null, (0,lib_text/* escapeInvisible */.ts)(finding.rule)), (0,preact.h)('p', null, what), (0,preact.h)('ol', { class: 'steps' }, steps(finding, rotate, link, scene)), acceptance(finding, scene.startedAt)), (0,preact.h)('div', null, facts(finding), copying(scene, `#${finding.fingerprint}`, [row])));
}
function steps(finding, rotate, link, { bitbucketUrl }) {
    const line = (0,bitbucket_links/* lineLink */.lz)(bitbucketUrl, finding);
    if (finding.rule === lib_finding/* UNREADABLE_ROW */.Xd)
        return (0,preact.h)('li', null, rotate);
    return [
        (0,preact.h)('li', null, (0,preact.h)('b', null, 'Revoke. '), rotate, link !== null && [' ', outside(link, 'How to revoke it')]),
        (0,preact.h)('li', null, (0,preact.h)('b', null, 'Look for use. '), 'Whoever could read the repository may have used it since it was pushed.'),
        (0,preact.h)('li', null, (0,preact.h)('b', null, 'Replace. '), 'Read the new one from a secret store, and take it out of ', line === null ? 'the line' : outside(line, 'the line'), finding.branches.length > 1 ? ' on every branch.' : '.'),
        (0,preact.h)('li', null, (0,preact.h)('b', null, 'Purge. '), advice/* historyAdvice */.Rz, ' Then rewrite the history with ', outside(PURGE_TOOL, 'git filter-repo'), ', and have everybody clone anew.'),
    ];
}
function outside(href, title) {
    return (0,preact.h)('a', { href, target: '_blank', rel: 'noopener noreferrer' }, title);
}
function acceptance(finding, startedAt) {
    return (0,preact.h)('details', { class: 'acceptance' }, (0,preact.h)('summary', null, 'No secret, or accepted for a while?'), (0,preact.h)('p', null, 'Paste below ', (0,preact.h)('code', null, 'suppressions:'), ' of the policy file:'), snippet((0,advice/* suppressionSnippet */.$B)(finding, startedAt)));
}
function facts(finding) {
    const { path, match, scannedAt, fingerprint, branches, owner, exposedAt, author } = finding;
    const written = [
        exposedAt === null ? '' : utcTime(exposedAt),
        author === '' ? '' : `by ${(0,lib_text/* escapeInvisible */.ts)(author)}`,
    ];
    const entries = [
        ['File', (0,lib_text/* escapeInvisible */.ts)(path)],
        ['Branches', chips(branches, 100)],
        [
            'Owner',
            owner === ''
                ? null
                : (0,preact.h)('a', { href: `#owner=${encodeURIComponent((0,lib_text/* escapeInvisible */.ts)(owner))}` }, (0,lib_text/* escapeInvisible */.ts)(owner)),
        ],
        ['Matched text', match === '' ? null : (0,preact.h)('code', null, (0,lib_text/* escapeInvisible */.ts)(match))],
        ['Exposed since', author === '' ? null : written.join(' ').trim()],
        ['Scanned', scannedAt === null ? null : utcTime(scannedAt)],
        ['Fingerprint', (0,preact.h)('a', { href: `#${fingerprint}` }, (0,preact.h)('code', null, fingerprint))],
    ];
    return definitions(entries.filter(([, value]) => value !== null));
}

// EXTERNAL MODULE: ./lib/report/history.js
var report_history = __webpack_require__(35986);
// EXTERNAL MODULE: ./node_modules/d3-scale/dist/d3-scale.mjs + 4 modules
var d3_scale = __webpack_require__(25602);
// EXTERNAL MODULE: ./node_modules/d3-shape/dist/d3-shape.mjs + 1 modules
var d3_shape = __webpack_require__(76879);
;// CONCATENATED MODULE: ./lib/report/html/charts.js
/** Bars, columns and ring: the only import of d3. Widths are percentages, so a chart fits any page. */





// Fills are attributes, too, for viewers that drop a page's style.
const colours = { ink: '#16202c', soft: '#566273', axis: '#c4ccd6', track: '#e3e8ee', bar: '#2a6fdb' };
/** The worst first. */
const severityFills = ['#8f1d3f', '#c2501b', '#d9a21b', '#7c94ab'];
/** A chart with title and note, and its numbers as a table for readers who cannot see it. */
function picture(id, title, note, figures, svg) {
    return (0,preact.h)('figure', { class: 'picture', id: `picture-${id}` }, (0,preact.h)('figcaption', null, (0,preact.h)('h3', null, title), note !== null && (0,preact.h)('p', { class: 'soft' }, note)), (0,preact.h)('div', { class: 'drawing' }, svg), (0,preact.h)('details', null, (0,preact.h)('summary', null, 'Numbers', (0,preact.h)('span', { class: 'unseen' }, ` of ${title}`)), numbersTable(title, figures, false)));
}
/** A ring whose numbers are its legend. */
function ringPicture(id, title, figures) {
    return (0,preact.h)('figure', { class: 'picture with-legend', id: `picture-${id}` }, (0,preact.h)('figcaption', null, (0,preact.h)('h3', null, title)), (0,preact.h)('div', { class: 'drawing' }, ringChart(title, figures), numbersTable(title, figures, true)));
}
function numbersTable(title, figures, legend) {
    const row = ({ label, value, link }) => {
        const name = link === null ? (0,lib_text/* escapeInvisible */.ts)(label) : (0,preact.h)('a', { href: link }, (0,lib_text/* escapeInvisible */.ts)(label));
        const swatch = legend && (0,preact.h)('i', { class: `swatch ${label}` });
        return (0,preact.h)('tr', { key: label }, (0,preact.h)('th', { scope: 'row' }, swatch, name), (0,preact.h)('td', null, (0,lib_text/* count */.U9)(value)));
    };
    const heads = ['What', 'Findings'].map(columnHead);
    return table(title, heads, figures.map(row), {
        table: 'numbers-table',
        head: legend ? 'unseen' : undefined,
    });
}
/** Horizontal bars, each below its label and value. */
function barChart(title, figures) {
    const pitch = 34;
    // The sum of all others has no bar: it would dwarf the ranked ones.
    const longest = Math.max(...figures.map(({ link, value }) => (link === null ? 0 : value)));
    const percent = linearScale(longest, 100);
    const bar = ({ label, value, link }, index) => {
        const top = index * pitch;
        const text = (0,lib_text/* escapeInvisible */.ts)(label);
        return (0,preact.h)('g', { key: top, class: link === null ? 'rest' : undefined, 'data-link': link }, (0,preact.h)('title', null, `${text}: ${(0,lib_text/* count */.U9)(value)}`), rect('hit', [undefined, top, '100%', pitch], 'none'), 
        // An inner svg clips, so that a label never overlaps its value, whatever its script.
        (0,preact.h)('svg', { y: top, width: '78%', height: 18 }, chartText(undefined, [undefined, 13], (0,report_escape/* shorten */.ml)(text, 40))), chartText('value', ['100%', top + 13], (0,lib_text/* count */.U9)(value), 'end'), link !== null && rect('track', [undefined, top + 19, '100%', 7], colours.track, 3.5), link !== null && rect('fill', [undefined, top + 19, `${percent(value)}%`, 7], colours.bar, 3.5));
    };
    return chart('', spoken(title, figures), { width: '100%', height: figures.length * pitch }, figures.map(bar));
}
/** Vertical columns, for values whose order has a meaning (ages). */
function columnChart(title, figures) {
    const [height, top] = [170, 18];
    const bottom = height - 24;
    const scale = linearScale(Math.max(...figures.map((figure) => figure.value)), bottom - top);
    const across = bands(figures.length, 100, 0.22);
    const column = ({ label, value }, index) => {
        const { start, width, middle } = across(index);
        const size = Math.round(scale(value));
        const place = [`${start}%`, bottom - size, `${width}%`, size];
        return (0,preact.h)('g', { key: label }, (0,preact.h)('title', null, `${label}: ${(0,lib_text/* count */.U9)(value)}`), rect('fill', place, colours.bar, 2), chartText('value', [`${middle}%`, bottom - size - 6], (0,lib_text/* count */.U9)(value), 'middle'), chartText('tick', [`${middle}%`, height - 7], label, 'middle'));
    };
    const content = [axis(bottom), figures.map(column)];
    return chart('', spoken(title, figures), { width: '100%', height }, content);
}
function ringChart(title, figures) {
    const radius = 78;
    const values = figures.map((figure) => figure.value);
    const paths = ringSlices(values, 52, radius);
    const total = values.reduce((sum, value) => sum + value, 0);
    const slice = ({ label, value, link }, index) => {
        const path = paths[index];
        if (!path)
            return null;
        const attributes = {
            key: label,
            class: `slice ${label}`,
            d: path,
            fill: severityFills[index],
            'data-link': link,
        };
        return (0,preact.h)('path', attributes, (0,preact.h)('title', null, `${label}: ${(0,lib_text/* count */.U9)(value)}`));
    };
    const viewBox = `${-radius} ${-radius} ${2 * radius} ${2 * radius}`;
    return chart(' ring', spoken(title, figures), { viewBox, width: 2 * radius, height: 2 * radius }, [
        figures.map(slice),
        chartText('total', [undefined, 2], (0,lib_text/* count */.U9)(total), 'middle'),
        chartText('tick', [undefined, 20], total === 1 ? 'finding' : 'findings', 'middle'),
    ]);
}
/** The label of a chart for screen readers. */
function spoken(title, figures) {
    const linked = figures.filter((figure) => figure.link !== null);
    const [most] = (linked.length > 0 ? linked : [...figures]).sort((a, b) => b.value - a.value);
    const top = most === undefined ? '' : ` Most: ${(0,lib_text/* escapeInvisible */.ts)(most.label)} with ${(0,lib_text/* count */.U9)(most.value)}.`;
    return `${title}.${top} The numbers follow as a table.`;
}
function chart(className, label, size, content) {
    return (0,preact.h)('svg', { class: `chart${className}`, role: 'img', 'aria-label': label, ...size }, content);
}
function chartText(className, [x, y], content, anchor) {
    const fill = className === 'tick' ? colours.soft : colours.ink;
    return (0,preact.h)('text', { class: className, x, y, 'text-anchor': anchor, fill }, content);
}
function rect(className, [x, y, width, height], fill, rx) {
    return (0,preact.h)('rect', { class: className, x, y, width, height, rx, fill });
}
function axis(y) {
    return (0,preact.h)('line', { class: 'axis', x1: 0, x2: '100%', y1: y, y2: y, stroke: colours.axis });
}
/** From 0..`most` to 0..`length`, rounded to a hundredth so that the file stays small. */
function linearScale(most, length) {
    const scale = (0,d3_scale/* scaleLinear */.m4)([0, Math.max(most, 1)], [0, length]);
    return (value) => rounded(scale(value));
}
/** `total` equal bands side by side over `length`, with gaps of `gap` (share of a band, 0..1) between them. */
function bands(total, length, gap) {
    const scale = (0,d3_scale/* scaleBand */.WH)([...Array(total).keys()], [0, length]).padding(gap);
    const width = scale.bandwidth();
    return (index) => {
        const start = scale(index) ?? 0;
        return { start: rounded(start), width: rounded(width), middle: rounded(start + width / 2) };
    };
}
/** SVG path of each value's slice of a ring around (0, 0); '' for a value of 0. */
function ringSlices(values, inner, outer) {
    const slice = (0,d3_shape/* arc */.JL)()
        .innerRadius(inner)
        .outerRadius(outer)
        .cornerRadius(2)
        .digits(2);
    const gap = values.filter((value) => value > 0).length > 1 ? 0.02 : 0;
    const ring = (0,d3_shape/* pie */.rL)().sort(null).padAngle(gap)([...values]);
    return ring.map((angles) => (angles.value === 0 ? '' : (slice(angles) ?? '')));
}
function rounded(value) {
    return Math.round(value * 100) / 100;
}

;// CONCATENATED MODULE: ./lib/report/html/pictures.js
/** The overview: severity mix, ages, rankings, trend, and a table of repositories by severity. */







/** `history`: oldest run first, this run last; shown when there are at least two. */
function picturesSection(report, history) {
    const drawn = [...findingPictures(report), trendPicture(history)].filter(Boolean);
    if (drawn.length === 0)
        return null;
    return section('pictures', 'Overview', (0,preact.h)('div', { class: 'pictures' }, drawn));
}
function findingPictures(report) {
    const { counts } = report;
    if (counts.total === 0)
        return [];
    return [
        ringPicture('severity', 'Severity mix', severityMix(counts.bySeverity)),
        agePicture(report),
        rankingPicture('rules', 'By rule', ranking('rule', counts.byRule)),
        rankingPicture('repositories', 'By repository', ranking('repository', counts.byRepository)),
        rankingPicture('branches', 'By branch', ranking('branch', counts.byBranch)),
        Object.keys(counts.byOwner).length > 0 &&
            rankingPicture('owners', 'By owner', ranking('owner', counts.byOwner)),
    ];
}
function rankingPicture(id, title, figures) {
    return picture(id, title, null, figures, barChart(title, figures));
}
function agePicture(report) {
    const figures = ageMix(report);
    // Findings that were all scanned at about the same time say nothing by their age.
    if (figures.filter(({ value }) => value > 0).length < 2)
        return null;
    const note = report.shortlistCut ? `Of the ${(0,lib_text/* count */.U9)(report.shortlist.length)} worst findings. ` : '';
    const title = 'By age';
    const isBlamed = report.shortlist.some(({ blame }) => blame !== undefined);
    const since = isBlamed
        ? 'Time since the line was written, where that was looked up.'
        : 'Time since the finding was scanned.';
    return picture('age', title, `${note}${since}`, figures, columnChart(title, figures));
}
function trendPicture(history) {
    const runs = history.slice(-report_history/* TREND_RUNS */.J5);
    if (runs.length < 2)
        return null;
    const title = `Last ${(0,lib_text/* count */.U9)(runs.length)} runs`;
    const legend = 'The worst severity is at the bottom; above a run what appeared and was fixed since the one before, at least; below it its verdict: ✓ pass, ▲ warn, ✕ fail, ◆ error.';
    const figures = runs.map(({ at, verdict, total }) => {
        return { label: `${utcTime(at)}, ${verdict}`, value: total, link: null };
    });
    return picture('trend', title, `${changeSentence(runs)}${legend}`, figures, [
        trendChart(runs),
        repositoryLines(runs),
    ]);
}
function changeSentence(runs) {
    const change = (0,report_history/* changeOf */.C2)(runs);
    if (change === null)
        return '';
    const { appeared, fixed, remaining } = change;
    return `Since the last judged run: at least ${(0,lib_text/* count */.U9)(appeared)} appeared, ${(0,lib_text/* count */.U9)(fixed)} fixed, ${(0,lib_text/* count */.U9)(remaining)} remaining. `;
}
/** Rows of a ranking; one more row sums up the others. */
const rankingLimit = 8;
/** The largest entries of a count, linked to the filter of `facet`. */
function ranking(facet, counts) {
    const sorted = (0,lib_text/* heaviestFirst */.O7)(counts);
    const shown = sorted.length > rankingLimit + 1 ? sorted.slice(0, rankingLimit) : sorted;
    const figures = shown.map(([name, value]) => {
        const link = `#${facet}=${encodeURIComponent((0,lib_text/* escapeInvisible */.ts)(name))}`;
        return { label: name === '' ? '(no name)' : name, value, link };
    });
    const others = sorted.slice(shown.length);
    if (others.length === 0)
        return figures;
    const rest = others.reduce((sum, [, value]) => sum + value, 0);
    return [...figures, { label: (0,lib_text/* plural */.LS)(others.length, 'other'), value: rest, link: null }];
}
/** A figure for each severity, the worst first. */
function severityMix(counts) {
    return lib_finding/* severities */.gO.map((severity) => {
        const value = counts[severity];
        return { label: severity, value, link: value === 0 ? null : `#severity=${severity}` };
    });
}
const day = 86_400_000;
const ages = [
    ['< 1 d', day],
    ['1–7 d', 7 * day],
    ['7–30 d', 30 * day],
    ['1–3 mo', 91 * day],
    ['3–12 mo', 365 * day],
    ['> 1 y', Number.POSITIVE_INFINITY],
];
/**
 * Unsuppressed findings by the time from their scan to the end of the run, or from when their lines were written, where
 * that was looked up; empty when no finding has a time.
 */
function ageMix({ shortlist, evidence }) {
    const now = Date.parse(evidence.finishedAt);
    const counting = shortlist.filter(({ status }) => status !== 'suppressed');
    const dates = counting.flatMap(({ blame }) => (blame?.date ? [Date.parse(blame.date)] : []));
    const times = dates.length > 0 ? dates : counting.map(({ scannedAt }) => scannedAt);
    const known = times.filter((time) => time !== null);
    if (known.length === 0)
        return [];
    const classes = known.map((time) => ages.findIndex(([, below]) => now - time < below));
    const figures = ages.map(([label], index) => {
        return { label, value: classes.filter((one) => one === index).length, link: null };
    });
    const unknown = times.length - known.length;
    return unknown === 0 ? figures : [...figures, { label: 'unknown', value: unknown, link: null }];
}
/** Differ without colour; the note of the picture explains them. */
const signs = { pass: '✓', warn: '▲', fail: '✕', error: '◆' };
/** Room for at least this many runs, the last at the right, so that two runs do not become two walls. */
const fewestSlots = 12;
/** Takes two runs or more. */
function trendChart(runs) {
    const [height, plotTop] = [210, 34];
    const bottom = height - 34;
    const most = Math.max(...runs.map(barTotal), 1);
    const scale = linearScale(most, bottom - plotTop);
    const slots = Math.max(runs.length, fewestSlots);
    const across = bands(slots, 100, 0.2);
    const bar = (run, index) => {
        const { start, width, middle } = across(slots - runs.length + index);
        const total = barTotal(run);
        // The worst severity is at the bottom, where all bars begin.
        let from = 0;
        const parts = lib_finding/* severities */.gO.map((severity, at) => {
            const to = total === 0 ? 0 : from + run.bySeverity[severity];
            const [low, high] = [scale(from), scale(to)];
            from = to;
            const place = [`${start}%`, bottom - high, `${width}%`, Math.max(high - low, 0)];
            return rect(`slice ${severity}`, place, severityFills[at] ?? '');
        });
        const change = (0,report_history/* changeOf */.C2)(runs.slice(0, index + 1));
        const moved = change === null ? '' : `+${(0,lib_text/* count */.U9)(change.appeared)} −${(0,lib_text/* count */.U9)(change.fixed)}`;
        const top = bottom - scale(total) - 6;
        return (0,preact.h)('g', { key: index }, (0,preact.h)('title', null, `${utcTime(run.at)}: ${run.verdict}, ${(0,lib_text/* plural */.LS)(run.total, 'finding')} ${moved}`), parts, slots <= 16 && moved !== '' && chartText('tick', [`${middle}%`, top], moved, 'middle'), chartText(`sign ${run.verdict}`, [`${middle}%`, bottom + 14], signs[run.verdict], 'middle'));
    };
    const [first, last] = [valueAt(runs, 0), valueAt(runs, runs.length - 1)];
    const day = ({ at }) => utcTime(at).slice(0, 10);
    return chart(' trend', spokenTrend(runs.length, first, last), { width: '100%', height }, [
        chartText('tick', [undefined, 11], (0,lib_text/* plural */.LS)(most, 'finding')),
        axis(bottom),
        runs.map(bar),
        chartText('tick', [`${across(slots - runs.length).start}%`, height - 4], day(first)),
        chartText('tick', ['100%', height - 4], day(last), 'end'),
    ]);
}
/** A run that ended in an error counted nothing reliable and has no bar. */
function barTotal({ verdict, total }) {
    return verdict === 'error' ? 0 : total;
}
function spokenTrend(runs, first, last) {
    const [from, to] = [first, last].map(({ total }) => (0,lib_text/* plural */.LS)(total, 'finding'));
    return `The last ${(0,lib_text/* plural */.LS)(runs, 'run')}: from ${from} to ${to}. The numbers follow as a table.`;
}
const worstShown = 10;
/** A small line for each of the repositories that have most findings now. */
function repositoryLines(runs) {
    const judged = runs.filter(({ verdict }) => verdict !== 'error');
    const worst = (0,lib_text/* heaviestFirst */.O7)(judged.at(-1)?.byRepository ?? {}).slice(0, worstShown);
    if (judged.length < 2 || worst.length < 2)
        return null;
    const line = ([name, now]) => {
        const values = judged.map(({ byRepository }) => byRepository[name] ?? 0);
        const scale = linearScale(Math.max(...values), 20);
        const points = values.map((value, at) => `${(at * 100) / (values.length - 1)},${22 - scale(value)}`);
        const label = `${(0,lib_text/* escapeInvisible */.ts)(name)}: ${values.map(lib_text/* count */.U9).join(', ')}`;
        const size = { viewBox: '0 0 100 24', width: 100, height: 24, preserveAspectRatio: 'none' };
        const stroke = { fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5 };
        return (0,preact.h)('li', { key: name }, chart('', label, size, (0,preact.h)('polyline', { points: points.join(' '), ...stroke })), (0,preact.h)('b', null, (0,lib_text/* count */.U9)(now)), (0,preact.h)('a', { href: `#repository=${encodeURIComponent((0,lib_text/* escapeInvisible */.ts)(name))}` }, shortName(name)));
    };
    return (0,preact.h)('ul', { class: 'lines' }, worst.map(line));
}
const SHOWN = 20;
const SHADES = 4;
function heatSection(report) {
    const open = (0,model/* isJudged */.sL)(report)
        ? (0,report_entries/* entriesOf */.Mc)(report.shortlist).filter(({ status }) => status !== 'suppressed')
        : [];
    const byRepository = Map.groupBy(open, model/* repositoryName */.aR);
    if (byRepository.size < 2)
        return null;
    const sizes = Object.fromEntries(Array.from(byRepository, ([name, { length }]) => [name, length]));
    const ranked = (0,lib_text/* heaviestFirst */.O7)(sizes);
    const shown = ranked.slice(0, SHOWN).map(([name]) => name);
    const cellsOf = (name) => numbersOf(byRepository.get(name) ?? []);
    const most = Math.max(...shown.flatMap(cellsOf));
    const row = (name) => {
        const cells = cellsOf(name).map((value, at) => heatCell(name, at, value, most));
        return (0,preact.h)('tr', { key: name }, (0,preact.h)('th', { scope: 'row' }, shortName(name)), cells);
    };
    const hidden = ranked.length - shown.length;
    const rest = hidden > 0 ? [`${(0,lib_text/* count */.U9)(hidden)} more repositories have fewer.`] : [];
    const cut = report.shortlistCut ? [`Of the ${(0,lib_text/* count */.U9)(report.shortlist.length)} worst rows.`] : [];
    const note = [...rest, ...cut].join(' ');
    const heads = ['Repository', ...lib_finding/* severities */.gO].map(columnHead);
    return section('heat', 'Repositories by severity', scrollable('Heat table', table('Findings by repository and severity', heads, shown.map(row), { table: 'heat' })), note !== '' && (0,preact.h)('p', { class: 'soft' }, note));
}
function numbersOf(entries) {
    return lib_finding/* severities */.gO.map((severity) => entries.filter((entry) => entry.severity === severity).length);
}
function heatCell(name, at, value, most) {
    if (value === 0)
        return (0,preact.h)('td', { class: 'soft' }, '0');
    const severity = lib_finding/* severities */.gO[at] ?? '';
    const shade = Math.max(1, Math.ceil((SHADES * Math.log1p(value)) / Math.log1p(most)));
    const href = `#severity=${severity}&repository=${encodeURIComponent((0,lib_text/* escapeInvisible */.ts)(name))}`;
    const label = `${(0,lib_text/* count */.U9)(value)} ${severity} in ${(0,lib_text/* escapeInvisible */.ts)(name)}`;
    return (0,preact.h)('td', { class: `heat-${shade}` }, (0,preact.h)('a', { href, 'aria-label': label }, (0,lib_text/* count */.U9)(value)));
}

// EXTERNAL MODULE: ./lib/export/header-view.js
var header_view = __webpack_require__(92007);
;// CONCATENATED MODULE: ./lib/report/html/sections.js








/** Rows of a table; all of them are in `report.json`. */
const rowLimit = 200;
const FINGERPRINTS_WITHOUT_KEY = 'Without a fingerprint-key two secrets of one rule in one file have one fingerprint, so findings.csv may show fewer fingerprints than there are distinct findings.';
const SKIPS = 'A finished scan does not prove that every file was read: the scanner skips some. `check-skipped` reads which from the audit log.';
function evidenceSection(report) {
    const { policyFiles, targets, exports, skippedFiles, notes } = report.evidence;
    const note = (text) => (0,preact.h)('li', null, prose(text));
    const fold = (title, size, content) => size > 0 && (0,preact.h)('details', { open: size <= 3 }, (0,preact.h)('summary', null, title), content);
    return section('evidence', 'Evidence', notes.length > 0 && (0,preact.h)('ul', { class: 'notes' }, notes.map(note)), (0,preact.h)('details', { class: 'evidence', open: report.verdict.error !== null }, (0,preact.h)('summary', null, 'Scans, exports and policy files of this run'), tiles('tiles', [proofTile(targets), triggerTile(report), exportTile(exports), rowTile(exports)]), report.evidence.findingsFile?.keyCheck === null && (0,preact.h)('p', { class: 'soft' }, FINGERPRINTS_WITHOUT_KEY), fold('Policy files', policyFiles.length, policyTable(policyFiles)), fold('Targets and their proof', targets.length, targetTable(targets)), skippedFiles === null
        ? targets.some(({ provenBy }) => provenBy !== null) && (0,preact.h)('p', { class: 'soft' }, prose(SKIPS))
        : skippedTable(skippedFiles), fold('Exports that were read', exports.length, exportTable(exports))));
}
function tile(name, value, note) {
    return [name, [(0,preact.h)('b', null, value), note]];
}
function proofTile(targets) {
    if (targets.length === 0)
        return tile('Proven scanned', 'None', 'no scan was waited for');
    const proven = targets.filter((target) => target.provenBy !== null).length;
    const value = `${(0,lib_text/* count */.U9)(proven)} of ${(0,lib_text/* count */.U9)(targets.length)}`;
    return tile('Proven scanned', value, targets.length === 1 ? 'target' : 'targets');
}
function triggerTile({ operation, evidence: { targets, exports } }) {
    const times = targets.flatMap((target) => target.triggeredAt ?? []).sort();
    const [first] = times;
    if (first === undefined) {
        const judged = operation === 'evaluate' ? 'local exports were judged' : 'the server’s last scans were used';
        return tile('Triggered', 'No', exports.length === 0 ? 'nothing was read either' : judged);
    }
    const note = times.length > 1 ? `the first of ${(0,lib_text/* count */.U9)(times.length)}` : 'by this run';
    return tile('Triggered', utcTime(first), note);
}
function exportTile(exports) {
    if (exports.length === 0)
        return tile('Read to the end', 'None', 'no export was read');
    const bytes = sum(exports.map((one) => one.bytes));
    return tile('Read to the end', (0,lib_text/* plural */.LS)(exports.length, 'export'), byteSize(bytes));
}
function rowTile(exports) {
    if (exports.length === 0)
        return tile('Rows', 'None', 'nothing was read');
    const refused = sum(exports.map((one) => one.refused));
    const rows = (0,lib_text/* count */.U9)(sum(exports.map((one) => one.rows)));
    return tile('Rows', rows, refused === 0 ? 'none unreadable' : `${(0,lib_text/* count */.U9)(refused)} unreadable`);
}
function sum(values) {
    return values.reduce((total, value) => total + value, 0);
}
function policyTable(files) {
    const row = ({ path, sha256 }) => [
        (0,lib_text/* escapeInvisible */.ts)(path),
        (0,preact.h)('code', { class: 'hash' }, sha256),
    ];
    return longTable('Policy files', ['File', 'SHA-256'], files, row);
}
function targetTable(targets) {
    const row = ({ target, triggeredAt, states, provenBy, total }) => [
        (0,lib_text/* escapeInvisible */.ts)(target),
        (0,preact.h)('span', { class: 'time' }, triggeredAt === null ? 'not by this run' : utcTime(triggeredAt)),
        states.map((seen) => (0,lib_text/* escapeInvisible */.ts)(seen.state)).join(' → ') || '—',
        provenBy === null ? (0,preact.h)('strong', { class: 'unproven' }, 'Not proven') : (0,lib_text/* escapeInvisible */.ts)(provenBy),
        total === null ? '—' : (0,lib_text/* count */.U9)(total),
    ];
    const heads = ['Target', 'Triggered', 'States seen', 'Proven by', 'Server’s total'];
    return longTable('Targets', heads, targets, row);
}
function skippedTable({ count: all, files }) {
    const title = `Files that the scanner skipped: ${all === 0 ? 'none by the audit log' : (0,lib_text/* count */.U9)(all)}`;
    if (all === 0)
        return (0,preact.h)('p', { class: 'soft' }, `${title}.`);
    const row = ({ repository, branch, path, reason }) => [repository ?? 'not named', branch ?? 'not named', path, reason].map(lib_text/* escapeInvisible */.ts);
    const rest = all > files.length && (0,preact.h)('p', { class: 'soft' }, `The other ${(0,lib_text/* count */.U9)(all - files.length)} are not listed.`);
    const content = [longTable('Skipped files', ['Repository', 'Branch', 'File', 'Reason'], files, row), rest];
    return (0,preact.h)('details', { open: all <= 3 }, (0,preact.h)('summary', null, title), content);
}
function exportTable(exports) {
    const row = ({ source, format, bytes, sha256, members, columns, rows, refused, }) => [
        (0,lib_text/* escapeInvisible */.ts)(source),
        format,
        (0,preact.h)('span', { class: 'time' }, byteSize(bytes)),
        (0,preact.h)('code', { class: 'hash' }, sha256),
        ...[members.length, rows, refused].map(lib_text/* count */.U9),
        columns.map((kind) => (0,preact.h)('p', null, (0,lib_text/* escapeInvisible */.ts)((0,header_view/* columnsInWords */.yU)(kind)))),
    ];
    const heads = ['Source', 'Format', 'Size', 'SHA-256', 'Files', 'Rows', 'Unreadable', 'Columns'];
    return longTable('Exports', heads, exports, row);
}
function longTable(caption, heads, entries, row) {
    const cell = (content) => (0,preact.h)('td', null, content);
    const shown = entries.slice(0, rowLimit).map((entry) => (0,preact.h)('tr', null, row(entry).map(cell)));
    const hidden = entries.length - shown.length;
    const rest = hidden > 0 && (0,preact.h)('p', { class: 'soft' }, `The other ${(0,lib_text/* count */.U9)(hidden)} are in report.json.`);
    return scrollable(caption, table(caption, heads.map(columnHead), shown), rest);
}
/** What made the run fail or warn, each linked to the findings that it counts. */
function violatedThresholds({ thresholds, verdict }) {
    const violated = thresholds.filter(({ passed }) => !passed);
    if (violated.length === 0)
        return null;
    const title = `${(0,lib_text/* count */.U9)(violated.length)} of ${(0,lib_text/* plural */.LS)(thresholds.length, 'threshold')} exceeded`;
    const item = (outcome) => threshold(outcome, verdict.word === 'error', true);
    return section('violated', title, (0,preact.h)('ol', { class: 'thresholds' }, violated.map(item)));
}
function keptThresholds({ thresholds, verdict }) {
    const kept = thresholds.filter(({ passed }) => passed);
    if (kept.length === 0)
        return null;
    const item = (outcome) => threshold(outcome, verdict.word === 'error', false);
    return section('thresholds', 'Thresholds kept', (0,preact.h)('ol', { class: 'thresholds' }, kept.map(item)));
}
const thresholdStates = {
    kept: 'Within',
    unproven: 'Not proven',
    exceeded: 'Exceeded',
    warned: 'Exceeded, warns only',
};
function stateOf({ passed, level }, isError) {
    if (passed)
        return isError ? 'unproven' : 'kept';
    return level === 'fail' ? 'exceeded' : 'warned';
}
function threshold(outcome, isError, isLinked) {
    const { name, selector, observed, max, origin, contributors } = outcome;
    const state = stateOf(outcome, isError);
    const numbers = (0,preact.h)('p', { class: 'against' }, (0,preact.h)('b', null, (0,lib_text/* count */.U9)(observed)), ` found, limit ${(0,lib_text/* count */.U9)(max)}`);
    const words = (0,preact.h)('span', { class: 'state' }, thresholdStates[state]);
    const title = (0,lib_text/* escapeInvisible */.ts)(name);
    const link = `#limit=${encodeURIComponent(title)}`;
    return (0,preact.h)('li', { class: state }, (0,preact.h)('div', { class: 'title' }, (0,preact.h)('h3', null, isLinked ? (0,preact.h)('a', { href: link }, title) : title), words, numbers), gauge(observed, max), (0,preact.h)('p', { class: 'soft' }, name !== selector && [(0,preact.h)('code', null, (0,lib_text/* escapeInvisible */.ts)(selector)), ' · '], (0,lib_text/* escapeInvisible */.ts)(origin)), contributors.length > 0 && (0,preact.h)('ul', null, contributors.map(contributor)));
}
/** Decoration: the text above it gives the same numbers. */
function gauge(observed, max) {
    const percent = linearScale(Math.max(observed, max, 1), 100);
    const within = percent(Math.min(observed, max));
    const beyond = percent(Math.max(observed - max, 0));
    const piece = (className, start, width, fill) => rect(className, [`${start}%`, 3, `${width}%`, 8], fill, 4);
    return (0,preact.h)('svg', { class: 'gauge', width: '100%', height: 14, 'aria-hidden': 'true', focusable: 'false' }, piece('track', 0, 100, '#e3e8ee'), piece('within', 0, within, '#8b97a5'), beyond > 0 && piece('beyond', within, beyond, '#55616f'), rect('limit', [`${Math.min(percent(max), 99.8)}%`, undefined, 2, 14], '#16202c'));
}
function contributor({ repository, rule, count: findings }) {
    const number = (0,preact.h)('b', null, (0,lib_text/* plural */.LS)(findings, 'finding'));
    return (0,preact.h)('li', null, number, ' ', (0,lib_text/* escapeInvisible */.ts)(repository), ' ', (0,preact.h)('code', null, (0,lib_text/* escapeInvisible */.ts)(rule)));
}
const sections_SHOWN = 5;
/** Sorted among each other; many more take a second. */
const CANDIDATES = 1000;
function fixFirst(report) {
    if (!(0,model/* isJudged */.sL)(report))
        return null;
    const violating = new Set((0,report_entries/* violatingEntries */.Ov)(report));
    const open = (0,report_entries/* entriesOf */.Mc)(report.shortlist).filter((entry) => (0,model/* isShown */.aJ)(entry, report));
    if (open.length <= sections_SHOWN && violating.size === 0)
        return null;
    // The rows are sorted by status and severity already.
    const candidates = [...violating, ...open.filter((entry) => !violating.has(entry))].slice(0, CANDIDATES);
    const worst = candidates.toSorted((a, b) => Number(violating.has(b)) - Number(violating.has(a)) || byUrgency(a, b));
    const first = worst.slice(0, sections_SHOWN);
    const day = (entry) => entry.scannedAt === null ? '' : utcTime(entry.scannedAt).slice(0, 10);
    const isOfOneDay = new Set(first.map(day)).size === 1;
    const oldest = Math.min(...first.map(({ scannedAt }) => scannedAt ?? Number.POSITIVE_INFINITY));
    const item = (entry) => {
        const { severity, rule, fingerprint, scannedAt } = entry;
        const place = (0,lib_text/* escapeInvisible */.ts)(`${(0,model/* repositoryName */.aR)(entry)} ${(0,report_entries/* placeOf */.$t)(entry)}`);
        const reasons = [
            ...(violating.has(entry) ? ['over a limit'] : []),
            ...reasonsOf(entry, report.hasBaseline !== false),
            ...(!isOfOneDay && scannedAt === oldest ? [`oldest of these, ${day(entry)}`] : []),
        ];
        return (0,preact.h)('li', null, (0,preact.h)('span', { class: `severity ${severity}` }, severity), ' ', (0,preact.h)('code', null, (0,report_escape/* shorten */.ml)((0,lib_text/* escapeInvisible */.ts)(rule), 60)), ' in ', (0,preact.h)('a', { href: `#${fingerprint}` }, (0,preact.h)('code', null, (0,report_escape/* shorten */.ml)(place, 120))), (0,preact.h)('p', { class: 'soft' }, reasons.join(' · ')));
    };
    return section('first', 'Fix first', (0,preact.h)('ol', { class: 'first' }, first.map(item)));
}
function reasonsOf({ severity, branches, status }, hasBaseline) {
    const [main = ''] = branches;
    return [
        severity,
        ...((0,report_entries/* branchRank */.Rp)(main) < 2 ? [`on ${(0,lib_text/* escapeInvisible */.ts)(main)}`] : []),
        ...(hasBaseline && status === 'new' ? ['new'] : []),
    ];
}
/** By severity, then what is on a main branch, new, and seen for longer. */
function byUrgency(a, b) {
    return (lib_finding/* severities */.gO.indexOf(a.severity) - lib_finding/* severities */.gO.indexOf(b.severity) ||
        (0,report_entries/* branchRank */.Rp)(a.branches[0] ?? '') - (0,report_entries/* branchRank */.Rp)(b.branches[0] ?? '') ||
        Number(b.status === 'new') - Number(a.status === 'new') ||
        (a.scannedAt ?? 0) - (b.scannedAt ?? 0));
}

;// CONCATENATED MODULE: ./lib/report/html/page.js
/** The whole page in one file that loads nothing; its policy runs only our script and style. */












/** The text of `report.html`. */
async function renderPage(report, history) {
    const entries = (0,model/* isJudged */.sL)(report) ? (0,report_entries/* entriesOf */.Mc)(report.shortlist) : [];
    const exceeded = report.thresholds.filter(({ passed }) => !passed);
    const limitsOf = (entry) => exceeded.flatMap((outcome, at) => ((0,report_entries/* isCountedBy */.my)(entry, outcome) ? [at] : []));
    const payload = {
        bitbucketUrl: report.bitbucketUrl,
        startedAt: report.evidence.startedAt,
        hasBaseline: report.hasBaseline !== false,
        isChange: Boolean(report.change),
        remedies: report.remedies ?? {},
        findings: encodeFindings(entries, exceeded.map(({ name }) => name), limitsOf),
    };
    const policy = await contentSecurityPolicy(pageScript, pageStyle);
    return [
        '<!DOCTYPE html>\n<html lang="en"><head>',
        markup(head(report, policy)),
        `<style>${pageStyle}</style></head>`,
        markup(body(report, history, payload)).replace(/<\/body>$/, ''),
        `<script type="application/json" id="findings-json">${inlineJson(payload)}</script>`,
        `<script>${pageScript}</script></body></html>\n`,
    ].join('');
}
function markup(child) {
    return (0,dist/* renderToString */.F0)((0,preact.h)(preact/* Fragment */.FK, null, child));
}
function head(report, policy) {
    const title = `${verdictTitles[report.verdict.word]} · ${scopeName(report)} · soteri-gate`;
    return [
        (0,preact.h)('meta', { charset: 'utf-8' }),
        (0,preact.h)('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
        (0,preact.h)('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
        (0,preact.h)('meta', { name: 'color-scheme', content: 'light dark' }),
        (0,preact.h)('meta', { name: 'referrer', content: 'no-referrer' }),
        (0,preact.h)('meta', { name: 'generator', content: `${report.tool.name} ${report.tool.version}` }),
        (0,preact.h)('title', null, title),
    ];
}
function body(report, history, payload) {
    const { word, error } = report.verdict;
    return (0,preact.h)('body', { class: word }, (0,preact.h)('a', { class: 'skip', href: '#findings' }, 'Skip to the findings'), pageHeader(report), (0,preact.h)('main', null, error !== null && errorPanel(error, errors/* errorCatalogue */.OP[error.code].meaning), violatedThresholds(report), fixFirst(report), findingsSection(report, payload), picturesSection(report, history), heatSection(report), keptThresholds(report), evidenceSection(report)), pageFooter(report));
}
function pageFooter({ tool, runUrl }) {
    const link = runUrl !== null &&
        /^https?:\/\//i.test(runUrl) &&
        (0,preact.h)('p', null, (0,preact.h)('a', { href: runUrl, rel: 'noopener noreferrer' }, 'The run that wrote this page'));
    return (0,preact.h)('footer', null, (0,preact.h)('p', null, `${tool.name} ${tool.version}`), link);
}
/** `'sha256-…'` over the UTF-8 bytes of an inline script or style (CSP level 2). */
async function cspHash(text) {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
}
async function contentSecurityPolicy(script, style) {
    return [
        "default-src 'none'",
        `script-src ${await cspHash(script)}`,
        `style-src ${await cspHash(style)}`,
        "base-uri 'none'",
        "form-action 'none'",
    ].join('; ');
}
/** JSON for a `<script type="application/json">`: nothing in it can end the element or start a comment. */
function inlineJson(value) {
    return (0,report_escape/* jsonText */.s$)(value).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}
const verdictTitles = {
    pass: 'Passed',
    warn: 'Warning',
    fail: 'Failed',
    error: 'Error',
};
/** `PROJ/repo`, or the number of targets. */
function scopeName(report) {
    const [first] = report.targets;
    if (first === undefined)
        return report.operation;
    return report.targets.length === 1 ? (0,lib_text/* escapeInvisible */.ts)(first) : `${(0,lib_text/* count */.U9)(report.targets.length)} targets`;
}
function pageHeader(report) {
    const { word, exitCode } = report.verdict;
    return (0,preact.h)('header', { class: `verdict ${word}` }, (0,preact.h)('div', { class: 'bar' }, (0,preact.h)('p', { class: 'brand' }, (0,preact.h)('b', null, 'soteri-gate'), ` ${report.operation}`), (0,preact.h)('p', { class: 'scope', title: (0,lib_text/* escapeInvisible */.ts)(report.targets.join(', ')) }, (0,report_escape/* shorten */.ml)(scopeName(report), 60)), (0,preact.h)('button', { type: 'button', id: 'theme', hidden: true }, 'Dark')), (0,preact.h)('div', { class: 'banner' }, verdictIcon(word), (0,preact.h)('div', null, (0,preact.h)('h1', null, verdictTitles[word]), (0,preact.h)('p', { class: 'why' }, whySentence(report)), ...changeOf(report).map((line) => (0,preact.h)('p', { class: 'facts' }, prose(line))), (0,preact.h)('p', { class: 'facts' }, [...runFacts(report), `exit code ${exitCode}`].join(' · ')))), keyNumbers(report));
}
/** The sentence of the verdict without its word, which is the headline; of an error, the first line. */
function whySentence({ verdict }) {
    if (verdict.error !== null)
        return prose(verdict.error.message.split('\n', 1)[0] ?? '');
    const why = verdict.sentence.replace(/^\w+: /, '');
    return prose(`${why.charAt(0).toUpperCase()}${why.slice(1)}${why.endsWith('.') ? '' : '.'}`);
}
function changeOf(report) {
    return report.verdict.error === null && (0,model/* isJudged */.sL)(report) ? (0,model/* changeLines */.Ow)(report) : [];
}
function runFacts(report) {
    const { from, to } = report.period;
    return [
        utcTime(report.evidence.finishedAt),
        `mode ${report.mode}`,
        ...(from === null ? [] : [`scanned from ${utcTime(from)}`]),
        ...(to === null ? [] : [`scanned before ${utcTime(to)}`]),
    ];
}
/** Without an export, or after an error, a 0 would claim more than is known: then there are no numbers. */
function keyNumbers({ counts, verdict, evidence, hasBaseline }) {
    const proven = verdict.error === null && evidence.exports.length > 0;
    if (!proven && counts.total + counts.suppressed === 0)
        return null;
    return tiles('numbers', [
        ['findings', (0,lib_text/* count */.U9)(counts.total)],
        ['distinct', (0,lib_text/* count */.U9)(counts.distinct)],
        hasBaseline === false ? ['new: no baseline to compare with', '–'] : ['new', (0,lib_text/* count */.U9)(counts.new)],
        ['suppressed', (0,lib_text/* count */.U9)(counts.suppressed)],
    ]);
}
function errorPanel({ code, message, hint }, meaning) {
    const lines = message.split('\n');
    const item = (line) => (0,preact.h)('li', null, prose(line));
    return (0,preact.h)('section', { class: 'error-panel', 'aria-labelledby': 'error-title' }, (0,preact.h)('h2', { id: 'error-title' }, 'What went wrong ', (0,preact.h)('code', null, code)), definitions([
        ['What happened', lines.length === 1 ? prose(message) : (0,preact.h)('ul', null, lines.map(item))],
        ['What it means', prose(meaning)],
        ['What to do', prose(hint)],
    ]), (0,preact.h)('p', null, 'This run neither passed nor failed. Everything below may be incomplete.'));
}
/** Each verdict has its own outline, so that colour is never the only difference. */
const icons = {
    pass: ['M12 1.5a10.5 10.5 0 1 0 0 21 10.5 10.5 0 0 0 0-21Z', 'm7 12.4 3.4 3.4 6.8-7.4'],
    warn: ['M12 1.8 23 21.5H1Z', 'M12 9v6m0 2.6v.6'],
    fail: ['M7.6 1.5h8.8l6.1 6.1v8.8l-6.1 6.1H7.6l-6.1-6.1V7.6Z', 'm8.2 8.2 7.6 7.6m0-7.6-7.6 7.6'],
    error: ['M12 .8 23.2 12 12 23.2.8 12Z', 'M12 6.4v7m0 3.4v.6'],
};
function verdictIcon(word) {
    const [outline, mark] = icons[word];
    const hidden = { 'aria-hidden': 'true', focusable: 'false' };
    const round = { 'stroke-linecap': 'round', 'stroke-linejoin': 'round' };
    return (0,preact.h)('svg', { class: `icon ${word}`, viewBox: '0 0 24 24', width: 24, height: 24, ...hidden }, (0,preact.h)('path', { class: 'outline', d: outline, fill: 'currentColor' }), (0,preact.h)('path', { class: 'mark', d: mark, fill: 'none', stroke: '#fff', 'stroke-width': 2.4, ...round }));
}


/***/ })

};
